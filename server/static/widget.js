// <belagg-chatt>: asks Belägg from any page and shows quotes with the pages they stand on.
// Runs under a strict CSP with trusted types: text is set as text, style as a constructed sheet
// (STYLE is widget.css, see server/public_scripts.py).
// The conversation lives in the element and nowhere else. How it is used: see /chatt.
(() => {
  "use strict";

  const NAME = "belagg-chatt";
  if (customElements.get(NAME)) return;

  const OWN_SERVER = new URL(document.currentScript?.src ?? location.href).origin;
  const PAUSE_MS = 600;
  const SLOW_MS = 6_000;
  const LONGEST_MS = 60_000;
  const LONGEST_QUESTION = 1000;
  const RELATED = 3;

  const TEXT = {
    title: "Fråga dokumenten",
    intro: "Fråga med egna ord, gärna kort. Du får svar med dokumentens egna meningar och ser "
      + "vilken sida de står på.",
    note: "Svaren är citat som har valts maskinellt: läs dem i sin källa. Skriv inga "
      + "personuppgifter i frågan.",
    empty: "Skriv en fråga först.",
    waiting: "Söker i dokumenten …",
    slow: "Det tar längre tid än vanligt. Vänta lite till …",
    abandoned: "Frågan avbröts.",
    cleared: "Samtalet är rensat.",
    cutOff: "Svaret bröts av innan det var klart.",
    timedOut: "Svaret tog för lång tid och avbröts.",
    partial: "Det som visas är inte hela svaret.",
    gone: "Det går inte att nå Belägg just nu. Kontrollera att du har nät.",
    stranger: "Den här webbplatsen får inte ställa frågor till Belägg. Den som sköter Belägg kan "
      + "lägga till den.",
    garbled: "Svaret kom inte från Belägg. Du kan behöva logga in på nätet på nytt.",
    busy: "Belägg får många frågor just nu.",
    unready: "Belägg är inte redo att svara just nu.",
    unknown: "Något gick fel hos Belägg.",
  };

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);

  // Talking with the server

  /** Why there is no whole answer, in a sentence for the asker. */
  class Failure extends Error {}

  /** The events of an answer, `end` last. Throws Failure, or what the network threw midway. */
  async function* ask(server, asked, signal) {
    const response = await post(server, asked, signal);
    if (!response.ok) throw new Failure(await sentenceFor(response));
    const type = response.headers.get("content-type") ?? "";
    if (!type.startsWith("text/event-stream")) throw new Failure(TEXT.garbled);
    for await (const event of eventsOf(response.body)) {
      yield event;
      if (event.name === "end") return;
    }
    throw new Failure(TEXT.cutOff);
  }

  async function post(server, asked, signal) {
    try {
      return await fetch(`${server}/api/ask/stream`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(asked),
        cache: "no-store",
        credentials: "omit",
        referrerPolicy: "no-referrer",
        signal,
      });
    } catch {
      signal.throwIfAborted();
      throw new Failure(await whyUnreachable(server, signal));
    }
  }

  /** A browser tells a page neither of a refusal nor of a failure on another origin. But a site
   * that may ask is let in to the health page, and anyone may fetch this script. */
  async function whyUnreachable(server, signal) {
    if (await answers(`${server}/api/health`, signal)) return TEXT.unknown;
    return await answers(`${server}/widget.js`, signal) ? TEXT.stranger : TEXT.gone;
  }

  async function answers(address, signal) {
    try {
      await fetch(address, { cache: "no-store", credentials: "omit", signal });
      return true;
    } catch {
      signal.throwIfAborted();
      return false;
    }
  }

  async function sentenceFor(response) {
    switch (response.status) {
      case 403: return TEXT.stranger;
      case 429: return `${TEXT.busy} ${retryTime(response)}`;
      case 503: return `${TEXT.unready} ${retryTime(response)}`;
    }
    const problem = await response.json().catch(() => null);
    return typeof problem?.detail === "string" ? problem.detail : TEXT.unknown;
  }

  function retryTime(response) {
    const seconds = Number(response.headers.get("retry-after"));
    return seconds > 0 ? `Försök igen om ${seconds} sekunder.` : "Försök igen om en stund.";
  }

  /** Server-sent events (WHATWG HTML, 9.2.6), however the bytes are parted. */
  async function* eventsOf(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    let event = { name: "", data: [] };
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        // A CR that ends the chunk may be half of a CRLF.
        const lines = (rest + value).split(/\r\n|\n|\r(?!$)/);
        rest = lines.pop();
        for (const line of lines) {
          if (line) {
            readField(line, event);
          } else if (event.data.length) {
            yield { name: event.name, data: JSON.parse(event.data.join("\n")) };
            event = { name: "", data: [] };
          }
        }
      }
    } finally {
      reader.cancel().catch(() => {});
    }
  }

  function readField(line, event) {
    const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line);
    if (field === "event") event.name = value;
    if (field === "data") event.data.push(value);
  }

  // Drawing

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  function makeButton(text, attributes, clicked) {
    const button = make("button", { type: "button", ...attributes }, text);
    button.addEventListener("click", clicked);
    return button;
  }

  /** Text from a document, which may hold any directional marks. To confine them it must also
   * be a box of its own: a flex item, or all of its block. */
  const foreign = (text) => make("bdi", {}, text);

  const unseen = (text) => make("span", { class: "unseen" }, text);

  /** The address of a page on the server; nothing for any other address, such as javascript:. */
  function pageAddress(path, server) {
    const address = URL.canParse(path, server) ? new URL(path, server).href : "";
    return address.startsWith(`${server}/`) ? address : null;
  }

  function pageLabel({ page, page_label: label }) {
    return label === String(page) ? `s. ${label}` : `s. ${label} (sida ${page} i filen)`;
  }

  function pageLink(hit, server, text, explained = "") {
    const href = pageAddress(hit.page_url, server);
    if (!href) return make("p", { class: "titel" }, foreign(text));
    return make(
      "a",
      { class: "lank", href, target: "_blank", rel: "noopener noreferrer" },
      make("span", { "aria-hidden": "true" }, "↗"),
      foreign(text),
      unseen(`${explained}, öppnas i ny flik`),
    );
  }

  function originLines(hit) {
    const { publisher, year } = hit.document;
    const rest = [...(year ? [year] : []), pageLabel(hit)].map((one) => `· ${one}`).join(" ");
    const origin = make("p", { class: "ursprung delad" }, foreign(publisher), " ");
    origin.append(make("span", {}, rest));
    if (!hit.section.length) return [origin];
    const path = make("p", { class: "ursprung", dir: "auto" }, unseen("Avsnitt: "));
    path.append(hit.section.join(" › "));
    return [origin, path];
  }

  function sourceItem(source, sentence, server) {
    const number = make("span", { class: "nummer" }, unseen("Källa "), String(source.number));
    const title = make("p", { class: "titel", dir: "auto" }, source.document.title);
    const text = make("div", {}, title, ...originLines(source));
    if (!sentence.includes(source.quote)) {
      text.append(make("blockquote", { dir: "auto" }, source.quote));
    }
    text.append(pageLink(source, server, "Läs på sidan", ` (källa ${source.number})`));
    return make("li", { class: "kalla", part: "kalla", tabindex: "-1" }, number, text);
  }

  function nearestItem(hit, server) {
    const link = pageLink(hit, server, hit.document.title);
    const quote = make("blockquote", { dir: "auto" }, hit.quote);
    return make("li", { class: "nara", part: "kalla" }, link, ...originLines(hit), quote);
  }

  /** A question with what came of it. */
  class Turn {
    #server;
    #items = new Map();
    #said = [];
    #heading = make("h3", { class: "fraga", part: "fraga", dir: "auto" });
    #answer = make("div", { class: "svar", part: "svar" });
    #list = make("ol", { role: "list" });
    #sources = make("div", { class: "lista", hidden: "" }, make("h3", {}, "Källor"), this.#list);
    #waiting = make("p", { class: "vantan" }, TEXT.waiting);

    constructor(question, server) {
      this.question = question;
      this.#server = server;
      this.#heading.append(unseen("Du frågade: "), question);
      this.element = make("article", { class: "tur" }, this.#heading);
      this.element.append(this.#answer, this.#sources, this.#waiting);
    }

    /** What a screen reader is told when the answer is whole. */
    get spoken() {
      const { size } = this.#items;
      const sources = size ? [`${size} ${size === 1 ? "källa" : "källor"}.`] : [];
      return [...this.#said, ...sources].join(" ");
    }

    take({ name, data }) {
      if (name === "start") this.#start(data);
      if (name === "sentence") this.#sentence(data);
      if (name === "refusal") this.#refusal(data);
      if (name === "end") this.#end(data);
    }

    wait(text) {
      this.#waiting.textContent = text;
    }

    /** What has come of an answer that nobody waits for is no answer. */
    abandon() {
      this.#answer.replaceChildren(make("p", { class: "not" }, TEXT.abandoned));
      this.#sources.remove();
      this.#waiting.remove();
    }

    fail(sentence, again) {
      this.#waiting.remove();
      const told = make("p", { role: "alert" });
      const button = makeButton("Försök igen", { part: "igen" }, again);
      this.element.append(make("div", { class: "fel", part: "fel" }, told, button));
      // An alert is surely told when its text comes after itself.
      told.textContent = this.#said.length ? `${sentence} ${TEXT.partial}` : sentence;
    }

    #start({ question, understood_as: understood, masked = [] }) {
      this.#hide(question, masked);
      if (understood === question) return;
      const searched = make("p", { class: "sokte" }, "Jag sökte efter: ", foreign(understood));
      this.#answer.append(searched);
    }

    /** What the server has hidden is shown here no longer either. */
    #hide(question, masked) {
      if (!masked.length) return;
      this.question = question;
      this.#heading.replaceChildren(unseen("Du frågade: "), question);
      for (const { message } of masked) {
        this.#answer.append(make("p", { class: "vagran", part: "dolt" }, message));
      }
    }

    #sentence({ text, citations, sources }) {
      for (const source of sources) {
        const item = sourceItem(source, text, this.#server);
        this.#items.set(source.number, item);
        this.#list.append(item);
      }
      this.#sources.hidden = !this.#items.size;
      const numbers = citations.map((number) => this.#numberButton(number));
      const shown = make("p", { class: "mening", part: "mening" }, foreign(text), ...numbers);
      this.#answer.append(shown);
      this.#said.push(text);
    }

    #numberButton(number) {
      const name = { class: "nummer", part: "nummer", "aria-label": `Källa ${number}` };
      return makeButton(String(number), name, () => this.#items.get(number)?.focus());
    }

    #refusal({ message }) {
      this.#answer.append(make("p", { class: "vagran", part: "vagran", dir: "auto" }, message));
      this.#said.push(message);
    }

    #end({ related }) {
      if (!this.#said.length) throw new Failure(TEXT.cutOff);
      this.#waiting.remove();
      if (this.#items.size || !related.length) return;
      const items = related.map((hit) => nearestItem(hit, this.#server));
      const heading = make("h3", {}, "Närmast till hands");
      const list = make("ul", { role: "list" }, ...items);
      this.#answer.append(make("div", { class: "lista" }, heading, list));
    }
  }

  // The element

  const values = (text) => (text ?? "").split(";").map((one) => one.trim()).filter(Boolean);

  const inTime = (promise) => Promise.race([
    promise,
    new Promise((_, reject) => { setTimeout(reject, SLOW_MS); }),
  ]);

  class BelaggChat extends HTMLElement {
    #root = make("section", { class: "rot", lang: "sv" });
    #opener = makeButton("", { class: "knapp", part: "knapp" }, () => this.#toggle());
    #panel = make("div", { class: "panel", part: "panel", id: "panel" });
    #log = make("div", { class: "samtal", part: "samtal", role: "log", "aria-live": "off" });
    #status = make("p", { class: "unseen", role: "status" });
    #form = make("form", { part: "formular", novalidate: "" });
    #field = make("textarea", { part: "falt", id: "falt", rows: 1, enterkeyhint: "send" });
    #missing = make("p", { class: "saknas", id: "saknas", role: "alert" });
    #hint = make("p", { class: "saknas", "aria-live": "polite" });
    #pausing;
    #running = null;
    #warner = null;

    connectedCallback() {
      if (!this.shadowRoot) this.#build();
    }

    disconnectedCallback() {
      this.#stop();
    }

    get #server() {
      return new URL(this.getAttribute("server") ?? OWN_SERVER, location.href).origin;
    }

    get #floats() {
      return !this.hasAttribute("inbaddad");
    }

    #build() {
      // Not in the style sheet: the W3C's checker doesn't know it yet.
      this.#field.style.setProperty("field-sizing", "content");
      const shadow = this.attachShadow({ mode: "open" });
      shadow.adoptedStyleSheets = [sheet];
      const title = this.getAttribute("titel") ?? TEXT.title;
      this.#root.setAttribute("aria-label", title);
      this.#log.setAttribute("aria-label", "Samtalet");
      this.#log.tabIndex = 0;
      this.#clearLog();
      this.#buildForm();
      this.#panel.append(this.#head(title), this.#log, this.#form, this.#status);
      if (this.#floats) this.#float(title);
      this.#root.append(this.#panel);
      // Out there keys seem to come from an element that is no field, and the page's own
      // shortcuts would take them.
      this.#root.addEventListener("keydown", (event) => this.#pressed(event));
      shadow.append(this.#root);
    }

    #float(title) {
      this.#panel.setAttribute("role", "dialog");
      this.#panel.setAttribute("aria-labelledby", "titel");
      this.#panel.hidden = !this.hasAttribute("oppen");
      this.#opener.append(make("span", { class: "marke" }), title);
      this.#opener.setAttribute("aria-controls", "panel");
      this.#opener.setAttribute("aria-expanded", String(!this.#panel.hidden));
      this.#root.append(this.#opener);
    }

    #head(title) {
      const heading = make("h2", { id: "titel", part: "titel" }, title);
      const clear = makeButton("Rensa", { class: "tyst" }, () => this.#clear());
      clear.append(unseen(" samtalet"));
      const mark = make("span", { class: "marke" });
      const head = make("div", { class: "huvud", part: "huvud" }, mark, heading, clear);
      if (this.#floats) {
        const close = { class: "tyst stang", "aria-label": "Stäng" };
        head.append(makeButton("×", close, () => this.#toggle()));
      }
      return head;
    }

    #buildForm() {
      this.#field.maxLength = LONGEST_QUESTION;
      this.#field.autocomplete = "off";
      this.#field.setAttribute("aria-describedby", "saknas not");
      this.#field.addEventListener("input", () => {
        this.#demand(false);
        this.#hintSoon();
      });
      const submit = make("button", { type: "submit", part: "sand" }, "Fråga");
      this.#form.append(
        make("label", { for: "falt" }, "Din fråga"),
        make("div", { class: "rad" }, this.#field, submit),
        this.#missing,
        this.#hint,
        make("p", { class: "not", id: "not", part: "not" }, TEXT.note),
      );
      this.#form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.#submit();
      });
    }

    #pressed(event) {
      event.stopPropagation();
      if (event.isComposing) return;
      if (event.key === "Escape" && this.#floats && !this.#panel.hidden) this.#toggle();
      if (event.key === "Enter" && !event.shiftKey && event.target === this.#field) {
        event.preventDefault();
        this.#form.requestSubmit();
      }
    }

    #toggle() {
      const opens = this.#panel.hidden;
      this.#panel.hidden = !opens;
      this.#opener.setAttribute("aria-expanded", String(opens));
      (opens ? this.#field : this.#opener).focus();
      this.#warning();
    }

    /** What knows personal data is heavier than the chat, and comes when the chat is used. Nothing
     * where it can't be had: the server knows it too. */
    #warning() {
      this.#warner ??= inTime(import(`${OWN_SERVER}/personuppgifter.js`)).catch(() => {
        this.#warner = null;
        return { personalHint: () => "", warnedOfPersonalData: () => false };
      });
      return this.#warner;
    }

    async #submit() {
      const { warnedOfPersonalData } = await this.#warning();
      const question = this.#field.value.trim();
      this.#demand(!question);
      this.#field.focus();
      if (!question || warnedOfPersonalData(this.#field, this.#root, () => this.#submit())) return;
      clearTimeout(this.#pausing);
      this.#hint.textContent = "";
      this.#field.value = "";
      this.#ask(question);
    }

    /** Told when the typing pauses. */
    #hintSoon() {
      clearTimeout(this.#pausing);
      this.#pausing = setTimeout(async () => {
        const { personalHint } = await this.#warning();
        this.#hint.textContent = personalHint(this.#field.value);
      }, PAUSE_MS);
    }

    #demand(missing) {
      this.#missing.textContent = missing ? TEXT.empty : "";
      this.#field.setAttribute("aria-invalid", String(missing));
    }

    #ask(question) {
      this.#stop();
      const turn = new Turn(question, this.#server);
      const controller = new AbortController();
      this.#running = { turn, controller };
      this.#log.append(turn.element);
      this.#say(TEXT.waiting);
      this.#show(turn);
      this.#follow(turn, controller);
    }

    async #follow(turn, { signal }) {
      const stopClock = this.#watch();
      try {
        for await (const event of ask(this.#server, this.#asked(turn.question), signal)) {
          if (signal.aborted) return;
          turn.take(event);
          this.#show(turn);
        }
        this.#say(turn.spoken);
      } catch (error) {
        this.#failed(turn, signal.aborted ? signal.reason : error);
      } finally {
        stopClock();
        if (this.#running?.turn === turn) this.#running = null;
      }
    }

    /** Tells of a slow answer and ends one that doesn't come; gives what stops the watch. */
    #watch() {
      const { turn, controller } = this.#running;
      const slow = setTimeout(() => {
        turn.wait(TEXT.slow);
        this.#say(TEXT.slow);
      }, SLOW_MS);
      const longest = setTimeout(
        () => controller.abort(new Failure(TEXT.timedOut)), LONGEST_MS,
      );
      return () => [slow, longest].forEach(clearTimeout);
    }

    #asked(question) {
      return {
        question,
        limit: RELATED,
        filter: {
          kind: values(this.getAttribute("typ")),
          publisher: values(this.getAttribute("utgivare")),
          document: values(this.getAttribute("dokument")),
        },
      };
    }

    #failed(turn, reason) {
      if (reason.name === "AbortError") return;
      this.#say("");
      turn.fail(reason instanceof Failure ? reason.message : TEXT.cutOff, () => {
        turn.element.remove();
        this.#field.focus();
        this.#ask(turn.question);
      });
      this.#show(turn);
    }

    #stop() {
      this.#running?.controller.abort();
      this.#running?.turn.abandon();
      this.#running = null;
    }

    #clear() {
      this.#stop();
      this.#clearLog();
      this.#say(TEXT.cleared);
      this.#field.focus();
    }

    #clearLog() {
      this.#log.replaceChildren(make("p", { class: "inledning" }, TEXT.intro));
    }

    #say(text) {
      this.#status.textContent = text;
    }

    /** Brings the turn's question to the top of what scrolls, the whole panel in a low window. */
    #show(turn) {
      const top = (element) => element.getBoundingClientRect().top;
      for (const box of [this.#log, this.#panel]) {
        box.scrollTop += top(turn.element) - top(box) - 8;
      }
    }
  }

  function addWhereNoneIs() {
    if (!document.querySelector(NAME)) document.body.append(document.createElement(NAME));
  }

  customElements.define(NAME, BelaggChat);
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", addWhereNoneIs);
  } else {
    addWhereNoneIs();
  }
})();
