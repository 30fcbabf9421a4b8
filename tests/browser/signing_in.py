"""Signs a person of the demo city in through the page."""

PASSWORD = "Lenkungskreis-Demo"
HEAD = "leitung51@demo.example"


def sign_in(page, email=HEAD):
    """Sign in as somebody whose role needs no second factor."""
    page.goto("/account/login/")
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_label("Passwort", exact=False).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url("**/")
