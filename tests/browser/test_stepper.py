"""The stepper by pointer, by keys and by finger: everything a reader can do with it, without the server."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import LOOKS, Complaints, sideways_pixels, visit

PHONE = LOOKS[2]
COUNT_MESSAGES = """() => { window.sent = 0; const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (...data) { window.sent += 1; return send.apply(this, data); }; }"""


def stepper(page: Page) -> Locator:
    return page.locator(".lstmviz")


def place(page: Page) -> Locator:
    return stepper(page).locator(".transport .place")


def chosen(page: Page) -> Locator:
    """The tile of the number whose arithmetic is shown."""
    return stepper(page).locator(".tile[aria-pressed=true]")


def middle(locator: Locator) -> tuple[float, float]:
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_dragging_over_the_words_moves_in_time(quiet_page: Page):
    """A drag from the first word to the fifth shows each on the way, and asks the server nothing until it ends."""
    visit(quiet_page, "/explore")
    quiet_page.wait_for_timeout(500)
    quiet_page.evaluate(COUNT_MESSAGES)
    words = stepper(quiet_page).locator(".word")

    quiet_page.mouse.move(*middle(words.nth(0)))
    quiet_page.mouse.down()
    seen = []
    for k in range(1, 5):
        quiet_page.mouse.move(*middle(words.nth(k)), steps=3)
        seen.append(place(quiet_page).inner_text())
    while_dragging = quiet_page.evaluate("window.sent")
    quiet_page.mouse.up()

    assert [text.split(" of ")[0] for text in seen] == [f"step {k}" for k in range(2, 6)]
    assert while_dragging == 0
    expect(quiet_page).to_have_url(re.compile("step=4"))


def test_a_click_on_the_timeline_goes_to_step_unit_and_signal(quiet_page: Page):
    """The ninth column of the third unit in the row of the write gate is chosen by one click; a tip says its value."""
    visit(quiet_page, "/explore")
    row = stepper(quiet_page).locator(".timeline .row").nth(1)
    row.scroll_into_view_if_needed()
    box = row.bounding_box()
    x, y = box["x"] + box["width"] * 8.5 / 18, box["y"] + box["height"] * 2.5 / 4

    quiet_page.mouse.move(x, y)
    tip = stepper(quiet_page).locator(".tip")
    expect(tip).to_contain_text(re.compile(r"panda.*write \(input gate\) 0\.0000"))
    quiet_page.mouse.click(x, y)

    expect(place(quiet_page)).to_contain_text("step 9 of 18")
    expect(stepper(quiet_page).get_by_role("combobox", name="Unit")).to_have_value("2")
    expect(chosen(quiet_page)).to_have_attribute("data-signal", "input_gate")


def test_keys_choose_number_and_unit(quiet_page: Page):
    """The numbers 1 to 6 choose in the order of reading, up and down the unit, Home and End the ends."""
    visit(quiet_page, "/explore")
    stepper(quiet_page).focus()

    order = ["forget_gate", "input_gate", "candidate", "cell_state", "output_gate", "hidden_state"]
    for key, name in enumerate(order, start=1):
        quiet_page.keyboard.press(str(key))
        expect(chosen(quiet_page)).to_have_attribute("data-signal", name)
    units = stepper(quiet_page).get_by_role("combobox", name="Unit")
    for key, unit in (("ArrowDown", "1"), ("ArrowDown", "2"), ("ArrowUp", "1")):
        quiet_page.keyboard.press(key)
        expect(units).to_have_value(unit)
    quiet_page.keyboard.press("End")
    expect(place(quiet_page)).to_contain_text("step 18 of 18")
    quiet_page.keyboard.press("Home")
    expect(place(quiet_page)).to_contain_text("step 1 of 18")


def test_help_opens_and_closes(quiet_page: Page):
    """? opens the list of keys with the focus in it; Esc closes it, and the keys go on working."""
    visit(quiet_page, "/explore")
    stepper(quiet_page).focus()

    quiet_page.keyboard.press("?")
    keys = stepper(quiet_page).get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("one word on")
    expect(keys.get_by_role("button", name="Close")).to_be_focused()
    quiet_page.keyboard.press("Escape")

    expect(keys).to_be_hidden()
    quiet_page.keyboard.press("ArrowRight")
    expect(place(quiet_page)).to_contain_text("step 2 of 18")


def test_a_hidden_term_is_followed_and_left(quiet_page: Page):
    """A term that comes from a hidden state leads to the step before; Backspace and the button lead back."""
    visit(quiet_page, "/explore?model=random&cell=gru&hidden_size=3&text=one+two+three&step=2&gate=update_gate")
    card = stepper(quiet_page).locator(".card")
    expect(card).to_contain_text("Why is keep")
    # What keeps has one hue in every cell.
    expect(card.locator(".headline")).to_have_css("color", "rgb(184, 74, 0)")
    term = card.locator(".term", has_text="h of unit").first

    term.click()
    expect(place(quiet_page)).to_contain_text("step 2 of 3")
    expect(chosen(quiet_page)).to_have_attribute("data-signal", "hidden_state")
    card.get_by_role("button", name="back").click()
    expect(place(quiet_page)).to_contain_text("step 3 of 3")
    expect(card).to_contain_text("Why is keep")
    term.click()
    expect(place(quiet_page)).to_contain_text("step 2 of 3")
    quiet_page.keyboard.press("Backspace")

    expect(place(quiet_page)).to_contain_text("step 3 of 3")
    expect(card.get_by_role("button", name="back")).to_be_hidden()


def test_the_step_as_a_table(quiet_page: Page):
    """The table shows every unit and signal of the step, follows the steps, and Esc hides it."""
    visit(quiet_page, "/explore?text=peacock+and+panda")
    stepper(quiet_page).get_by_role("button", name="Table").click()

    table = stepper(quiet_page).locator(".step-table")
    expect(table).not_to_have_class(re.compile("unseen"))
    expect(table.locator("caption")).to_have_text("Step 1 of 3: peacock")
    expect(table.locator("tbody tr")).to_have_count(4)
    stepper(quiet_page).focus()
    quiet_page.keyboard.press("End")
    expect(table.locator("caption")).to_have_text("Step 3 of 3: panda")
    expect(table.get_by_role("row", name="peacock").locator("td").first).to_have_text("0.000045")
    quiet_page.keyboard.press("Escape")

    expect(table).to_have_class(re.compile("unseen"))


def test_what_is_held_shows_what_was(quiet_page: Page):
    """With the keep gate held open at panda, the peacock stays, and each changed number says what it was."""
    visit(quiet_page, "/explore?text=peacock+and+panda+of&step=2&interventions=clamp:forget_gate:1::2")

    keep = stepper(quiet_page).locator(".tile[data-signal=forget_gate]")
    memory = stepper(quiet_page).locator(".tile[data-signal=cell_state]")

    expect(keep).to_contain_text("● held, was 0.000045")
    expect(memory.locator(".value")).to_have_text("0.9999")
    expect(memory).to_contain_text("was 0.000045")
    expect(memory.locator(".ghost-line")).to_be_visible()
    for hued in (keep.locator(".name b"), stepper(quiet_page).locator(".card .headline")):
        expect(hued).to_have_css("color", "rgb(184, 74, 0)")


def test_a_phone_by_touch(new_context, server):
    """On a phone a tap on a word, a button and a number each answers, targets are large, and nothing overflows."""
    page = new_context(base_url=server.address, has_touch=True, is_mobile=True, **PHONE.context()).new_page()
    complaints = Complaints(server.address)
    complaints.listen(page)
    visit(page, "/explore")
    stepper(page).locator(".word").nth(3).tap()
    expect(place(page)).to_contain_text("step 4 of 18")

    stepper(page).get_by_role("button", name="One word on").tap()
    expect(place(page)).to_contain_text("step 5 of 18")
    stepper(page).locator(".tile[data-signal=output_gate]").tap()
    expect(chosen(page)).to_have_attribute("data-signal", "output_gate")
    expect(stepper(page).locator(".card")).to_contain_text("Why is show")

    buttons = stepper(page).locator(".transport .buttons button, .tile").all()
    assert min(min(box["width"], box["height"]) for box in (button.bounding_box() for button in buttons)) >= 40
    assert sideways_pixels(page) == 0
    assert complaints.seen == []
