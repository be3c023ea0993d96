"""robots.txt by RFC 9309."""

import pytest

from brinkwatch.errors import BrinkwatchError
from brinkwatch.fetching import Fetcher
from brinkwatch.fetching.robots import AGENT, rules

RULES = """\
User-agent: *
Disallow: /

User-Agent: Brinkwatch   # the name is matched whatever its case
User-agent: other
Disallow: /news/
Allow: /news/world/
Allow: /news/a
Disallow: /news/a*z
Disallow: /*.pdf$
Disallow: /caf%C3%A9
Crawl-delay: 7

User-agent: another
Disallow: /open

User-agent: brinkwatch
Disallow: /second-group
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/news/today", False),
        ("/news/world/today", True),
        ("/news/abc", True),
        ("/news/abcz", False),
        ("/paper.pdf", False),
        ("/paper.pdf?print=1", True),
        ("/caf\u00e9", False),
        ("/open", True),
        ("/second-group/page", False),
    ],
)
def test_the_longest_rule_of_the_groups_that_name_the_program_decides(path, allowed):
    assert rules(RULES).can_fetch(f"https://news.example{path}", AGENT) is allowed


def test_a_tie_is_allowed_and_no_rule_allows():
    tied = rules("User-agent: *\nDisallow: /news\nAllow: /news\n")
    assert tied.can_fetch("https://news.example/news", AGENT)
    assert rules("").can_fetch("https://news.example/", AGENT)


@pytest.mark.parametrize("name", ["brink", "watch", "b", "brinkwatch-images"])
def test_a_group_for_a_program_of_another_name_does_not_bind(name):
    assert rules(f"User-agent: {name}\nDisallow: /\n").can_fetch("https://a.example/", AGENT)


def test_thousands_of_programs_and_rules_take_no_time():
    names = "".join(f"User-agent: robot{n}\n" for n in range(12_000))
    text = names + "Disallow: /*a*b*c*d$\n" * 12_000
    assert rules(text).can_fetch("https://a.example/" + "abc" * 500, AGENT)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_site_without_robots_txt_is_read(site, fetcher, status):
    site.give("/robots.txt", b"User-agent: *\nDisallow: /\n", status=status)
    assert fetcher.fetch(site.give("/page.html", b"a page")).data == b"a page"


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_site_whose_robots_txt_fails_is_left_alone(site, fetcher, status):
    site.give("/robots.txt", status=status)
    with pytest.raises(BrinkwatchError, match=f"answered {status}"):
        fetcher.fetch(site.give("/page.html"))
    assert site.asked() == []


def test_what_stands_after_500_kibibytes_of_robots_txt_is_left(site, fetcher):
    filled = b"#" * 511_970 + b"\nUser-agent: *\nDisallow: /a\n"
    site.give("/robots.txt", filled + b"Disallow: /b\n")
    assert fetcher.fetch(site.give("/b", b"a page")).data == b"a page"
    with pytest.raises(BrinkwatchError, match="does not allow"):
        fetcher.fetch(site.url("/a"))


def test_robots_txt_is_asked_for_again_after_a_day(site):
    now = [0.0]
    fetcher = Fetcher(allow_loopback=True, sleep=lambda _: None, clock=lambda: now[0])
    url = site.give("/page.html", b"a page")
    for now[0] in (1.0, 80_000.0, 90_000.0):
        fetcher.fetch(url)
    assert [path for path, _ in site.requests].count("/robots.txt") == 2


def test_robots_txt_of_another_port_does_not_bind(site, secure, fetcher):
    site.give("/robots.txt", b"User-agent: *\nDisallow: /\n")
    assert fetcher.fetch(secure.give("/page.html", b"a page")).data == b"a page"
