package staff

import (
	"strings"
	"testing"

	"balans/steer/report"
)

// What has been replaced is struck out in the timeline, as its caption says, also where it
// leads on to a page.
func TestPerson_replacedIsStruckOut(t *testing.T) {
	v := personView{page: page{text: translator(report.Swedish), User: &user{}}, Ready: true, Rows: []lifeRow{
		{What: "ersatt bedömning", Href: "/finding?run=a", Past: true}, {What: "ersatt uppgift", Past: true}, {What: "gällande bedömning", Href: "/finding?run=b"}}}
	var b strings.Builder
	if err := pages["person"].ExecuteTemplate(&b, "main", v); err != nil {
		t.Fatal(err)
	}
	for what, struck := range map[string]bool{"ersatt bedömning": true, "ersatt uppgift": true, "gällande bedömning": false} {
		before, _, ok := strings.Cut(b.String(), what)
		if open := strings.Count(before, "<del>") - strings.Count(before, "</del>"); !ok || (open == 1) != struck {
			t.Errorf("%s: there %v, struck out %d", what, ok, open)
		}
	}
}
