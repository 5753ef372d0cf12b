package staff

import (
	"testing"

	"balans/recover/claim"
	"balans/recover/inquiry"
	"balans/recover/letter"
	"balans/steer/report"
)

// Why a letter is parked, failed or withdrawn stands in words in both languages, with what
// somebody wrote of it.
func TestLetterWhy_isInWords(t *testing.T) {
	for _, code := range []string{letter.CodeStale, letter.CodeNotReleased, letter.CodeNoReceipt, letter.CodeTriedOut, letter.CodeReturned, letter.CodeNotOpened, letter.CodeUnwritable, letter.CodeWords, letter.CodeNoChannel,
		letter.CodeDied, letter.CodeAllTheSame, letter.CodeNoEstate, letter.CodeNoGuardian, letter.CodeUnreachable, letter.CodeRefused, letter.CodeBusy} {
		for _, lang := range []report.Language{report.Swedish, report.English} {
			if got := letterWhy(translator(lang), &letter.Letter{Code: code}); got == "" || got == code {
				t.Errorf("%s in %s: %q", code, lang, got)
			}
		}
	}
	sv := translator(report.Swedish)
	for _, x := range []struct{ code, why, want string }{{"", "", ""}, {"", "Fel mottagare.", "Fel mottagare."}, {letter.CodeReturned, "okänd", "kom i retur: okänd"}, {"brevlådans-egen", "", "brevlådans-egen"}} {
		if got := letterWhy(sv, &letter.Letter{Code: x.code, Why: x.why}); got != x.want {
			t.Errorf("%q, %q: %q, want %q", x.code, x.why, got, x.want)
		}
	}
}

// A letter leads back to its case, and one that is about a claim alone to the claim.
func TestLetterCrumbs_leadBack(t *testing.T) {
	sv := translator(report.Swedish)
	for _, x := range []struct {
		about []string
		want  []string
	}{
		{[]string{inquiry.Stream("R25-1")}, []string{"/inquiries", "/inquiry?id=R25-1"}},
		{[]string{claim.Stream("2024-1"), inquiry.Stream("R25-1")}, []string{"/inquiries", "/inquiry?id=R25-1"}},
		{[]string{claim.Stream("2024-1"), claim.Stream("2024-2")}, []string{"/claims", "/claims/2024-1", "/claims/2024-2"}},
		{nil, []string{"/claims"}},
	} {
		got := letterCrumbs(sv, &letter.Letter{About: x.about})
		if len(got) != len(x.want) {
			t.Errorf("%v: %v", x.about, got)
			continue
		}
		for i := range got {
			if got[i].Href != x.want[i] {
				t.Errorf("%v: %v", x.about, got)
			}
		}
	}
}
