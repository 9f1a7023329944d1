from curriculum.markdown import to_html


def test_tables_scroll_by_themselves():
    html = to_html("| Stage | n |\n|---|---|\n| Proposal | 3 |")
    assert '<div class="ledger-scroll" tabindex="0" role="group" aria-label="Table"><table class="ledger">' in html
    assert '<th scope="col">Stage</th>' in html
    assert "<td>Proposal</td>" in html


def test_html_in_the_text_is_shown_not_run():
    html = to_html("<script>alert(1)</script> and <b onclick=x>this</b>")
    assert "<script" not in html
    assert "<b" not in html
    assert "&lt;script&gt;" in html


def test_links_keep_to_safe_schemes():
    assert "javascript:" not in to_html("[press](javascript:alert(1))").replace("[press](javascript:alert(1))", "")
    assert 'href="https://example.com"' in to_html("[see](https://example.com)")


def test_emphasis_and_lists():
    assert to_html("- *one*\n- **two**") == "<ul>\n<li><em>one</em></li>\n<li><strong>two</strong></li>\n</ul>\n"
