"""A crawl of a server that looks for what a scanner would complain of.

    python -m tests.robustness.headers http://127.0.0.1:8000

Visits each page that can be reached by links, the interface and what isn't there, and holds each
response against the rules below. After the passive rules of OWASP ZAP.
"""

import re
import sys
from collections.abc import Callable, Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx

_SEEDS = (
    "/",
    "/?fraga=Vad+ansvarar+MAS+f%C3%B6r%3F",
    "/?fraga=" + "x" * 1200,
    "/finns-inte",
    "/dokument/finns-inte",
    "/ansvar.csv",
    "/api/docs",
    "/api/documents",
    "/api/finns-inte",
    "/api/ask",
    "/api/health",
    "/metrics",
    "/openapi.json",
    "/static/finns-inte",
    "/widget.js",
)
_MOST_PAGES = 150
_LINKS = re.compile(r'(?:href|src)="([^"]+)"')
_ALWAYS = {
    "content-security-policy": r"default-src 'none'.*frame-ancestors 'none'",
    "permissions-policy": r"camera=\(\)",
    "referrer-policy": r"no-referrer|same-origin",
    "x-content-type-options": r"nosniff",
    "x-frame-options": r"DENY",
    "cross-origin-opener-policy": r"same-origin",
    "cross-origin-resource-policy": r"same-origin|cross-origin",
}
_BANNERS = ("server", "x-powered-by", "x-aspnet-version", "via")
_INTERNALS = re.compile(r"Traceback \(most|File \"/|site-packages|/home/|/work/|/tmp/|uvicorn")

Rule = Callable[[httpx.Response], str | None]


def _headers_are_there(response: httpx.Response) -> str | None:
    # What the browser has kept goes with the policy it came with.
    left_out = {"content-security-policy"} if _is_kept(response) else set()
    faulty = [
        name
        for name, wanted in _ALWAYS.items()
        if name not in left_out and not re.search(wanted, response.headers.get(name, ""))
    ]
    return f"saknas eller är svag: {', '.join(faulty)}" if faulty else None


def _no_script_may_be_put_in(response: httpx.Response) -> str | None:
    policy = response.headers.get("content-security-policy", "")
    scripts = re.search(r"script-src ([^;]*)", policy)
    weak = scripts and re.search(r"unsafe|\*|https?:|data:", scripts[1])
    return f"svag script-src: {scripts[1]}" if scripts and weak else None


def _no_element_goes_round_the_policy(response: httpx.Response) -> str | None:
    if not _is_html(response):
        return None
    if found := re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=\"|\son[a-z]+=\"", response.text):
        return f"inbäddat skript eller stil: {found[0]}"
    nonce = re.search(r"'nonce-([^']+)'", response.headers["content-security-policy"])
    told = set(re.findall(r'nonce="([^"]+)"', response.text))
    return None if nonce and told <= {nonce[1]} else "fel nonce"


def _no_banner(response: httpx.Response) -> str | None:
    told = [name for name in _BANNERS if name in response.headers]
    return f"berättar om programmet: {', '.join(told)}" if told else None


def _no_cookie(response: httpx.Response) -> str | None:
    weak = [
        cookie.split("=")[0]
        for cookie in response.headers.get_list("set-cookie")
        if not {"httponly", "samesite"} <= set(re.findall(r"[a-z]+", cookie.lower()))
    ]
    return f"kaka utan skydd: {', '.join(weak)}" if weak else None


def _nobody_else_keeps_it(response: httpx.Response) -> str | None:
    told = response.headers.get("cache-control", "")
    if urlsplit(str(response.url)).path.startswith(("/static/", "/api/docs/static/")):
        return None
    private = "no-store" in told or "private" in told
    # What a document's own address gives is the same for all that may see it.
    public = response.headers.get("content-type", "").startswith(
        ("image/", "application/pdf", "text/javascript")
    )
    return None if private or public else f"får sparas av andra: {told or 'inget Cache-Control'}"


def _no_other_origin(response: httpx.Response) -> str | None:
    allowed = response.headers.get("access-control-allow-origin")
    if allowed == "*" and not str(response.url).endswith("/widget.js"):
        return "Access-Control-Allow-Origin: *"
    outside = re.search(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="https?://', response.text)
    return f"hämtar utifrån: {outside[0]}" if outside and _is_html(response) else None


def _type_is_told(response: httpx.Response) -> str | None:
    told = response.headers.get("content-type", "")
    if not told and not _is_kept(response):
        return "inget Content-Type"
    return "HTML utan teckenkodning" if _is_html(response) and "charset" not in told else None


def _nothing_of_the_inside(response: httpx.Response) -> str | None:
    if response.headers.get("content-type", "").startswith(("image/", "application/pdf")):
        return None
    if urlsplit(str(response.url)).path.startswith("/api/docs/static/"):
        return None
    found = _INTERNALS.search(response.text)
    comment = _is_html(response) and "<!--" in response.text
    return f"visar insidan: {found[0]}" if found else "HTML-kommentar" if comment else None


def _no_transport_is_promised_without_https(response: httpx.Response) -> str | None:
    told = "strict-transport-security" in response.headers
    return "HSTS utan https" if told and response.url.scheme == "http" else None


_RULES: tuple[Rule, ...] = (
    _headers_are_there,
    _no_script_may_be_put_in,
    _no_element_goes_round_the_policy,
    _no_banner,
    _no_cookie,
    _nobody_else_keeps_it,
    _no_other_origin,
    _type_is_told,
    _nothing_of_the_inside,
    _no_transport_is_promised_without_https,
)


def _is_kept(response: httpx.Response) -> bool:
    return response.status_code == 304


def _is_html(response: httpx.Response) -> bool:
    told: str = response.headers.get("content-type", "")
    return told.startswith("text/html")


def crawled(client: httpx.Client, most: int = _MOST_PAGES) -> Iterator[httpx.Response]:
    """Each response of the server that links lead to, at most so many."""
    waiting = list(_SEEDS)
    known = set(waiting)
    visited = 0
    while waiting and visited < most:
        visited += 1
        response = client.get(waiting.pop(0))
        yield response
        if not _is_html(response):
            continue
        for link in _LINKS.findall(response.text):
            path = urldefrag(urljoin(str(response.url), link.replace("&amp;", "&"))).url
            path = path.removeprefix(str(client.base_url).rstrip("/"))
            if path.startswith("/") and path not in known:
                known.add(path)
                waiting.append(path)


def findings(response: httpx.Response) -> list[str]:
    return [told for rule in _RULES if (told := rule(response))]


def main() -> None:
    visited = found = 0
    with httpx.Client(base_url=sys.argv[1], timeout=60) as client:
        for response in crawled(client):
            visited += 1
            for told in findings(response):
                found += 1
                print(f"{response.status_code}  {response.url.raw_path.decode()[:80]:80}  {told}")
    print(f"{visited} svar, {len(_RULES)} regler, {found} anmärkningar.")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
