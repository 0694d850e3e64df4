"""The chat on a page, as those who use it know its parts."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page


@dataclass(frozen=True, slots=True)
class Chat:
    page: Page

    @property
    def opener(self) -> Locator:
        return self.page.locator("belagg-chatt .knapp")

    @property
    def panel(self) -> Locator:
        return self.page.locator("belagg-chatt .panel")

    @property
    def field(self) -> Locator:
        return self.page.get_by_label("Din fråga")

    @property
    def turns(self) -> Locator:
        return self.page.locator("belagg-chatt article")

    @property
    def sentences(self) -> Locator:
        return self.page.locator("belagg-chatt .mening")

    @property
    def sources(self) -> Locator:
        return self.page.locator("belagg-chatt .kalla")

    @property
    def status(self) -> Locator:
        return self.page.locator("belagg-chatt [role=status]")

    @property
    def alert(self) -> Locator:
        return self.page.locator("belagg-chatt .fel [role=alert]")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)

    def ask(self, question: str) -> None:
        self.field.fill(question)
        self.field.press("Enter")


def opened(page: Page, address: str) -> Chat:
    """The floating chat of a page, open."""
    page.goto(address)
    chat = Chat(page)
    chat.opener.click()
    return chat
