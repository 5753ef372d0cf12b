package letter_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"balans/exchange/letterdoc"
	"balans/law/identity"
	"balans/law/money"
	"balans/recover/letter"
)

var update = flag.Bool("update", false, "write the golden letters of templates that have none")

// plain is a letter in lines, whatever the layout of its forms.
func plain(d *letterdoc.Document) string {
	var b strings.Builder
	line := func(s ...string) { fmt.Fprintln(&b, strings.Join(s, " | ")) }
	line("# " + d.Title)
	line(d.Reference, d.Date.String(), strings.Join(d.Sender, ", "))
	for _, x := range d.Blocks {
		switch x.Kind {
		case letterdoc.Heading2:
			line("")
			line("## " + x.Text)
		case letterdoc.Paragraph:
			line(x.Text)
		default:
			if x.Text != "" {
				line(x.Text)
			}
			for _, i := range x.Items {
				line("- " + i)
			}
			if len(x.Head) > 0 {
				line("= " + strings.Join(x.Head, " | "))
			}
			for _, r := range x.Rows {
				line("= " + strings.Join(r, " | "))
			}
		}
	}
	line("--", strings.Join(d.Footer, ", "))
	line("digest", letter.Digest(d))
	return b.String()
}

// TestTemplates_sayWhatTheySaid holds every version of every template to the words it was
// published with. A golden file is never changed: a new wording is a new version.
func TestTemplates_sayWhatTheySaid(t *testing.T) {
	if *update {
		writeGolden(t)
	}
	for _, tmpl := range letter.Templates() {
		files, err := filepath.Glob(fmt.Sprintf("testdata/%s-%d*.json", tmpl.ID, tmpl.Version))
		if err != nil || len(files) == 0 {
			t.Errorf("%s/%d has no golden letter", tmpl.ID, tmpl.Version)
		}
		for _, file := range files {
			d := preview(t, &tmpl, file)
			want, err := os.ReadFile(strings.TrimSuffix(file, ".json") + ".golden")
			if err != nil {
				t.Fatal(err)
			}
			if got := plain(d); got != string(want) {
				t.Errorf("%s says something else than it did:\n%s", file, got)
			}
			var pdf bytes.Buffer
			if err := d.PDF(&pdf); err != nil || pdf.Len() < 1000 {
				t.Errorf("%s: %d bytes of PDF, %v", file, pdf.Len(), err)
			}
		}
		for _, r := range tmpl.Law {
			if err := r.Check(); err != nil {
				t.Errorf("%s: %v", tmpl.ID, err)
			}
		}
	}
}

func preview(t *testing.T, tmpl *letter.Template, file string) *letterdoc.Document {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	f, err := letter.Read(tmpl.ID, tmpl.Version, day("2026-06-15"), raw)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	d, err := letter.Preview(f, letter.Recipient{Party: anna, As: letter.Self}, sender, day("2026-06-15"), tmpl.Version)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// writeGolden writes the letters that are not there, and changes none.
func writeGolden(t *testing.T) {
	t.Helper()
	for _, tmpl := range letter.Templates() {
		for name, f := range variants(tmpl.ID) {
			base := fmt.Sprintf("testdata/%s-%d%s", tmpl.ID, tmpl.Version, name)
			if _, err := os.Stat(base + ".golden"); err == nil {
				continue
			}
			raw, err := json.MarshalIndent(f, "", "  ")
			if err == nil {
				err = os.WriteFile(base+".json", append(raw, '\n'), 0o644)
			}
			if err == nil {
				err = os.WriteFile(base+".golden", []byte(plain(preview(t, &tmpl, base+".json"))), 0o644)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestDecision_hasWhatTheLawAsksFor: FL 31, FL 32 and FL 33, and how it is paid.
func TestDecision_hasWhatTheLawAsksFor(t *testing.T) {
	text := func(f letter.Facts) string {
		d, err := letter.Preview(f, letter.Recipient{Party: anna, As: letter.Self}, sender, day("2026-06-15"), 0)
		if err != nil {
			t.Fatal(err)
		}
		return plain(d)
	}
	d := decision()
	got := text(d)
	for what, words := range map[string]string{
		"date and decider": "15\u00a0juni\u00a02026 av Karin Krans", "presenter": "Eva Ek var föredragande", "took part": "Olle Ohm", "provision": "108 kap. 2 § socialförsäkringsbalken",
		"facts": d.Reasons.Facts, "liability": d.Reasons.Liability, "waiver": d.Reasons.Waiver, "amount": kronor(d.Principal), "benefit": "Bostadsbidrag", "due": "15\u00a0juli\u00a02026",
		"ocr": pay.Reference, "account": pay.Account, "where": "Adressen står längst ned", "form": "Skriv till oss", "when": "inom två månader från den dag då du fick",
		"the answer": d.Answer, "joint": "Ni är två som svarar", "charge": "inte är ränta på",
	} {
		if !strings.Contains(got, words) {
			t.Errorf("%s: %q is not in the decision:\n%s", what, words, got)
		}
	}
	d.Withhold = true
	if got := text(d); strings.Contains(got, "Krans") || strings.Contains(got, "Eva Ek") || strings.Contains(got, "Ohm") || !strings.Contains(got, "33 § fjärde stycket") {
		t.Errorf("names that are to be left out:\n%s", got)
	}
	h := hearing()
	h.Withhold = true
	if got := text(h); strings.Contains(got, "Eva Ek") {
		t.Errorf("a name in the hearing:\n%s", got)
	}
	d.Withhold, d.Automatic, d.Officials = false, true, letter.Officials{}
	if got := text(d); !strings.Contains(got, "fattades automatiskt") {
		t.Errorf("an automatic decision does not say so:\n%s", got)
	}
}

func kronor(a money.Amount) string { return a.Kronor() + "\u00a0kronor" }

// TestFacts_whatIsMissingIsTold: each fault by its field, and all at once.
func TestFacts_whatIsMissingIsTold(t *testing.T) {
	for want, spoil := range map[string]func(*letter.Decision){
		"officials.by":  func(d *letter.Decision) { d.By = "" },
		"sections":      func(d *letter.Decision) { d.Sections = nil },
		"lines: they":   func(d *letter.Decision) { d.Lines[0].Paid++ },
		"principal":     func(d *letter.Decision) { d.Principal-- },
		"heard_on":      func(d *letter.Decision) { d.HeardOn = 0 },
		"review_months": func(d *letter.Decision) { d.ReviewMonths = 0 },
		"pay.reference": func(d *letter.Decision) { d.Pay.Reference = "" },
		"outcome":       func(d *letter.Decision) { d.Outcome = letter.RepayAll },
		"cause":         func(d *letter.Decision) { d.Cause = "" },
		"tax, net":      func(d *letter.Decision) { d.Tax = 1 },
		"due_on":        func(d *letter.Decision) { d.DueOn = day("2026-06-14") },
		"reasons.facts": func(d *letter.Decision) { d.Reasons.Facts = "bel\a" },
		"share":         func(d *letter.Decision) { d.Share = d.Principal + 1 },
		"lines[1]":      func(d *letter.Decision) { d.Lines[1].From = d.Lines[0].To },

		"reviewed.was":           func(d *letter.Decision) { d.Reviewed = &letter.Reviewed{Was: d.Principal - 1, AppealMonths: 2} },
		"reviewed.appeal_months": func(d *letter.Decision) { d.Reviewed = &letter.Reviewed{Was: d.Principal} },
		"claim: which": func(d *letter.Decision) {
			d.Claim, d.Reviewed = "", &letter.Reviewed{Was: d.Principal, AppealMonths: 2}
		},
	} {
		d := decision()
		spoil(d)
		_, err := order("L-1001", anna, d).Appends(0)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	empty := &letter.Decision{}
	if _, err := order("L-1001", anna, empty).Appends(0); err == nil || strings.Count(err.Error(), ";") < 8 {
		t.Errorf("not all that is missing is told: %v", err)
	}
	for _, f := range samples() {
		if _, err := order("L-1001", anna, f).Appends(0); err != nil {
			t.Errorf("%T: %v", f, err)
		}
	}
}

// TestLetters_nameNobodyElse: no letter has a whole identity number, whoever gets it, and one
// of joint debtors does not name the others.
func TestLetters_nameNobodyElse(t *testing.T) {
	for id, f := range samples() {
		for _, to := range []letter.Recipient{{Party: anna, As: letter.Self}, {Party: anna, As: letter.Guardian, Guardian: bertil}, {Party: anna, As: letter.Estate}} {
			d, err := letter.Preview(f, to, sender, day("2026-06-15"), 0)
			if err != nil {
				t.Fatal(err)
			}
			got := plain(d)
			for _, n := range []identity.Number{anna, bertil, cecilia} {
				if strings.Contains(got, n.String()) || strings.Contains(got, n.Separated()) {
					t.Errorf("%s to %s has a whole number:\n%s", id, to.As, got)
				}
			}
			if len(d.To) != 0 {
				t.Errorf("%s has an address: %q", id, d.To)
			}
			if !strings.Contains(got, "dödsboet") && to.As == letter.Estate || !strings.Contains(got, "förvaltare") && to.As == letter.Guardian {
				t.Errorf("%s does not say why %s gets it", id, to.As)
			}
		}
	}
}

// TestRead_refusesWhatItDoesNotKnow: facts from a file with a field that no letter has.
func TestRead_refusesWhatItDoesNotKnow(t *testing.T) {
	for _, raw := range []string{`{"adress":"x"}`, `{}`, `[]`, `{} {}`, ``, `{"benefit":"no-such"}`} {
		if _, err := letter.Read(letter.IDRefund, 0, day("2026-06-15"), []byte(raw)); err == nil {
			t.Errorf("%q was read", raw)
		}
	}
	if _, err := letter.Read("invoice", 0, day("2026-06-15"), []byte(`{}`)); err == nil || !strings.Contains(err.Error(), "plan-breach") {
		t.Errorf("the templates there are, are not told: %v", err)
	}
	if _, err := letter.Read(letter.IDRefund, 9, day("2026-06-15"), []byte(`{}`)); err == nil {
		t.Error("a version there is not was read")
	}
}
