package staff

import (
	"net/http/httptest"
	"strings"
	"testing"

	"balans/testenv/browser"
)

// The form with the letters of both debtors, and the claim that lists them.
func TestBrowser_claimLettersAreAccessible(t *testing.T) {
	a := letterAgency(t)
	server := httptest.NewServer(a.Handler())
	t.Cleanup(server.Close)
	b, axe := browser.Open(t), read(t, "testdata/axe.min.js")
	b.Go(server.URL + "/")
	b.Follow(`button[value="` + worker + `"]`)
	b.Go(server.URL + actTarget("2025-001005") + "?do=remind")
	b.Follow(`button[value="preview"]`)
	if n := strings.Count(b.Text("main"), "Påminnelse: vi har inte fått din betalning"); n != 2 {
		t.Errorf("%d letters are shown", n)
	}
	looksRight(t, b, axe, "act-letters")
	form := actFormOf(t, a.previewed("2025-001005", "remind").body, "do")
	a.post(actTarget("2025-001005"), worker, form)
	b.Follow(`button.button--primary`) // somebody else was first
	looksRight(t, b, axe, "act-letters-conflict")
	b.Go(server.URL + "/claims/2025-001005")
	looksRight(t, b, axe, "claim-letters")
}
