package register_test

import (
	"testing"

	"balans/law/identity"
)

// The name that holds on a day is the last one that began; what is told anew changes it, and
// whose facts have changed since a book was read is known.
func TestName_andWhoHasChanged(t *testing.T) {
	const header = "kind;source;id;party;from;to;status;other;amount;extent;hours;received_at;withdrawn;text\n"
	const anna, bo = identity.Number(193501096998), identity.Number(193501259166)
	named := func(id string, party identity.Number, from, name, withdrawn string) string {
		return line("name", "skatteverket", id, party.String(), from, "", "", name, "", "", "", "", withdrawn, "")
	}
	j, c := sqlite(t, "2025-05-01")
	take(t, j, header+named("1", anna, "1990-01-01", "Anna Öberg", "")+named("2", anna, "2020-06-01", "Anna Ek", "")+named("3", bo, "1990-01-01", "Bo Ek", ""))
	first := read(t, j, instant("2025-05-01"))
	for on, want := range map[string]string{"1989-12-31": "", "2020-05-31": "Anna Öberg", "2020-06-01": "Anna Ek"} {
		if got := first.Of(anna).Name(day(on)); got != want {
			t.Errorf("on %s she is called %q, want %q", on, got, want)
		}
	}
	c.set("2025-05-02")
	take(t, j, header+named("2", anna, "2020-06-01", "", "1"))
	next, err := first.Refresh(t.Context(), j, instant("2025-05-02"))
	if err != nil {
		t.Fatal(err)
	}
	if got := next.Of(anna).Name(day("2025-05-02")); got != "Anna Öberg" {
		t.Errorf("after it was withdrawn she is called %q", got)
	}
	if got := next.Since(first); len(got) != 1 || got[0] != anna {
		t.Errorf("%v have changed", got)
	}
	if got := next.Since(next); len(got) != 0 || len(next.Since(nil)) != 2 {
		t.Errorf("%v have changed since it itself, %v since nothing", got, next.Since(nil))
	}
}
