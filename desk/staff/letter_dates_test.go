package staff

import (
	"strings"
	"testing"

	"balans/steer/directive"
)

// The dates of goals and requirements stand at their lines, and a date that was read as no
// deadline is told of, in Swedish, at its line and among what is in doubt.
func TestLetter_datesOfGoalsAndDatesPassedOver(t *testing.T) {
	l, _, err := directive.ReadFile("brev.txt", []byte(`Regleringsbrev för budgetåret 2031 avseende Exempelmyndigheten

VERKSAMHET

1 Mål och återrapporteringskrav

Återkrav

Myndigheten ska senast den 31 augusti 2031 lämna en redovisning.

Arbetet visas den 9 september 2031.
`))
	if err != nil {
		t.Fatal(err)
	}
	sv := translator("sv")
	for i := range l.Requirements {
		l.Requirements[i].ID = "2031-R01"
	}
	e := &directive.Edition{ID: "2031-1", Letter: l, Confirmed: 1}
	var due, opens bool
	for line, values := range valuesOf(sv, e) {
		for _, v := range values {
			due = due || line == 9 && v.Name == sv("letter.value.deadline") && strings.Contains(v.Text, "redovisning 2031-08-31")
			for _, see := range v.See {
				opens = opens || strings.Contains(see.Href, "2031-R01")
			}
		}
	}
	if !due || !opens {
		t.Errorf("the date is at its line: %v; the register is linked: %v", due, opens)
	}
	r := newLineReader(sv, e, nil, "findings")
	want := "Är inte läst som någon tidpunkt då något ska vara lämnat eller gjort: “den 9 september 2031”."
	if v := r.line(&l.Text[10]); !r.isOpen(11) || v.Reason != want || v.Foreign {
		t.Errorf("line 11 says %q", v.Reason)
	}
	found := false
	for _, d := range sv.openLetter(e, nil).Doubts {
		found = found || d.ID == "date passed line 11" && d.Says == want && !d.Foreign
	}
	if !found {
		t.Error("the doubt is not among those of the letter")
	}
}
