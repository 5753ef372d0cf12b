package directive_test

import (
	"strings"
	"testing"

	"balans/steer/directive"
)

// A heading that begins a page has no empty line above it, and a sentence may go on over
// the page.
func TestRead_headingsThatBeginAPage(t *testing.T) {
	text := "Regleringsbrev för budgetåret 2025 avseende Exempelverket\n\nVERKSAMHET\n\n3 Uppdrag\n\nFörsta uppdraget\n\n" +
		"Exempelverket ska redovisa arbetet till Regeringskansliet (Socialdepartementet) senast den 3 juni 2025.\n\fAndra uppdraget\n\n" +
		"Exempelverket ska redovisa hur det har gått med det långa arbetet\n\fsom Statskontoret har följt, senast den 4 juni 2025.\n"
	l, _, err := directive.ReadFile("brev.txt", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	for _, a := range l.Assignments {
		titles = append(titles, a.Title)
		if len(a.Deadlines) != 1 {
			t.Errorf("%s: %+v", a.Title, a.Deadlines)
		}
	}
	if got := strings.Join(titles, "; "); got != "Första uppdraget; Andra uppdraget" {
		t.Error(got)
	}
}
