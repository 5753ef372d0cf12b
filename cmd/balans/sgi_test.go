package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"balans/journal"
	"balans/prevent/sgi"
)

// sgiFile writes a text to a folder of its own.
func sgiFile(t *testing.T, name, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestSGI_alone_teaches(t *testing.T) {
	out, _ := balans(t, exitOK, "sgi")
	for _, part := range []string{"last work: 2026-01-31", "job-seeking: from", "then verdict", "pay: employment"} {
		if !strings.Contains(out, part) {
			t.Errorf("sgi does not teach %q:\n%s", part, out)
		}
	}
}

func TestSGI_isWrittenInBothLanguages(t *testing.T) {
	for _, c := range []struct {
		args  []string
		holds []string
	}{
		{[]string{"help", "sgi"}, []string{"sista arbetsdag: 2026-01-31 is the same as last work: 2026-01-31", "balans sgi words"}},
		{[]string{"sgi"}, []string{"Before the colon / Före kolon"}},
		{[]string{"sgi", "words"}, []string{"Before the colon / Före kolon", "arbetssökande", "then", "då", "show.registered"}},
		{[]string{"sgi", "words", "sv"}, []string{"sista arbetsdag: 2026-01-31", "då bedömning: förlorad"}},
	} {
		out, _ := balans(t, exitOK, c.args...)
		for _, part := range c.holds {
			if !strings.Contains(out, part) {
				t.Errorf("%v does not tell %q:\n%s", c.args, part, out)
			}
		}
	}
	for _, e := range sgi.Examples() {
		word := map[bool]string{true: "income", false: "timeline"}[e.ID == "income"]
		if out, _ := balans(t, exitOK, "sgi", word, sgiFile(t, "svensk.txt", e.Text.Sv)); !strings.Contains(out, "svar jämförda, alla som texten säger") {
			t.Errorf("%s:\n%s", e.ID, out)
		}
	}
	wrong := sgiFile(t, "fel.txt", strings.Replace(sgi.Examples()[0].Text.Sv, "då bedömning: manuell", "då bedömning: skyddad", 1))
	if _, errs := balans(t, exitFailed, "sgi", "timeline", wrong); !strings.Contains(errs, "rad 11: bedömning: väntat skyddad; svaret är manuell") {
		t.Errorf("a wrong answer: %s", errs)
	}
}

func TestSGI_timeline(t *testing.T) {
	file := sgiFile(t, "history.txt", sgi.Sample)
	out, _ := balans(t, exitOK, "sgi", "timeline", file)
	for _, part := range []string{"Den 2026-09-30: MANUELL", "Sista skyddade dag: 2026-04-30.", "2026-05-01 – 2026-05-03", "Utan skydd", "SFB 26:18", "3 svar jämförda"} {
		if !strings.Contains(out, part) {
			t.Errorf("%q is not told:\n%s", part, out)
		}
	}
	for _, english := range []string{"days", "Not covered", "working", "protected", "Last day"} {
		if head, _, _ := strings.Cut(out, "Parametrar"); strings.Contains(head, english) {
			t.Errorf("%q in Swedish:\n%s", english, head)
		}
	}
	out, _ = balans(t, exitOK, "sgi", "timeline", file, "--lang", "en")
	for _, part := range []string{"On 2026-09-30: MANUAL", "days off only", "Last day covered: 2026-04-30.", "2026-05-01 – 2026-05-03", "SFB 26:18", "sgi_interruption_months", "3 answers compared"} {
		if !strings.Contains(out, part) {
			t.Errorf("%q is not told:\n%s", part, out)
		}
	}
	if out, _ := balans(t, exitOK, "sgi", "timeline", file, "--on", "2026-03-01"); !strings.Contains(out, "Den 2026-03-01: SKYDDAD") || strings.Contains(out, "jämförda") {
		t.Errorf("another day:\n%s", out)
	}
	wrong := sgiFile(t, "wrong.txt", strings.Replace(sgi.Sample, "then verdict: manual", "then verdict: protected", 1))
	if _, errs := balans(t, exitFailed, "sgi", "timeline", wrong); !strings.Contains(errs, "line 11: verdict: expected protected; found manual") || !strings.Contains(errs, "1 of 3 answers") {
		t.Errorf("a wrong answer: %s", errs)
	}
}

func TestSGI_timelineAsJSON(t *testing.T) {
	out, _ := balans(t, exitOK, "sgi", "timeline", sgiFile(t, "history.txt", sgi.Sample), "--json")
	var got struct {
		Verdict struct {
			Kind    string
			Reasons []struct{ Key, Sv, En string }
		}
		Last  string `json:"last_protected"`
		Ruler []struct {
			From, To, State string
			Law             []string
		}
		Rests      []struct{ Benefit string }
		Parameters []struct{ Name, Confidence string }
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if got.Verdict.Kind != "manual" || got.Verdict.Reasons[0].Key != "why.daysoff" || got.Verdict.Reasons[0].Sv == "" || got.Last != "2026-04-30" || len(got.Rests) != 4 || len(got.Parameters) == 0 {
		t.Errorf("%+v", got)
	}
	if len(got.Ruler) != 3 || got.Ruler[1].State != "days-off" || got.Ruler[1].From != "2026-05-01" || len(got.Ruler[0].Law) == 0 {
		t.Errorf("ruler %+v", got.Ruler)
	}
}

func TestSGI_income(t *testing.T) {
	out, _ := balans(t, exitOK, "sgi", "income", sgiFile(t, "facts.txt", sgi.IncomeSample), "--lang", "en")
	for _, part := range []string{"592 000 kr (employment 495 000, other work 97 000)", "SFB 25:17", "2 080 hours", "1 answer compared"} {
		if !strings.Contains(strings.ReplaceAll(out, "\u00a0", " "), part) {
			t.Errorf("%q is not told:\n%s", part, out)
		}
	}
	out, _ = balans(t, exitOK, "sgi", "income", "--employment", "360050", "--on", "2026-03-02")
	if !strings.Contains(strings.ReplaceAll(out, "\u00a0", " "), "SGI från 2026-03-02: 360 000 kr") || strings.Contains(out, "Steps") {
		t.Errorf("%s", out)
	}
	out, _ = balans(t, exitOK, "sgi", "income", "--employment", "14000", "--on", "2026-03-02", "--json")
	if !strings.Contains(out, `"outcome": "none"`) {
		t.Errorf("%s", out)
	}
}

func TestSGI_mistakesAreToldWithWhatToDo(t *testing.T) {
	history, facts := sgiFile(t, "h.txt", sgi.Sample), sgiFile(t, "f.txt", sgi.IncomeSample)
	fel := sgiFile(t, "fel.txt", "sgi: 1\nsista arbetsdag: igår\n")
	bad := sgiFile(t, "bad.txt", "sgi: 1\nlast work: yesterday\n")
	for _, c := range []struct {
		code int
		args []string
		says string
	}{
		{exitUsage, []string{"sing"}, "balans sgi timeline FILE"},
		{exitUsage, []string{"timeline"}, "takes one file"},
		{exitUsage, []string{"timeline", history, "--lang", "fi"}, "--lang takes sv or en"},
		{exitUsage, []string{"words", "fi"}, "balans sgi words sv"},
		{exitFailed, []string{"timeline", fel}, "rad 2: ”igår” är inget datum"},
		{exitUsage, []string{"timeline", history, "--other", "3"}, "--employment and --other are for"},
		{exitUsage, []string{"income", "--employment", "3"}, "--on is the day"},
		{exitUsage, []string{"income", "--employment", "much", "--on", "2026-01-01"}, "is not an amount"},
		{exitFailed, []string{"timeline", facts}, "balans sgi income reads it"},
		{exitFailed, []string{"income", history}, "balans sgi timeline reads it"},
		{exitFailed, []string{"timeline", bad}, "line 2: \"yesterday\" is not a date"},
		{exitFailed, []string{"timeline", filepath.Join(t.TempDir(), "none.txt")}, "none.txt"},
		{exitFailed, []string{"income", "--employment", "300000", "--on", "2027-01-01"}, "no value of price_base_amount is known for 2027-01-01; when the agency knows it"},
	} {
		if _, errs := balans(t, c.code, append([]string{"sgi"}, c.args...)...); !strings.Contains(errs, c.says) {
			t.Errorf("%v: %q, want %q", c.args, errs, c.says)
		}
	}
}

// TestSGI_takesTheAgencysOwnValues: what the program does not know, the agency may.
func TestSGI_takesTheAgencysOwnValues(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "journal.db")
	values := sgiFile(t, "values.csv", "name,value,unit,from,to,source,confidence\nprice_base_amount,6000000,ore,2027-01-01,2027-12-31,invented for a test,F\n")
	j, err := journal.Open(t.Context(), db, guards())
	if err != nil {
		t.Fatal(err)
	}
	j.Close()
	balans(t, exitOK, "law", values, "--write", "--db", db)
	out, _ := balans(t, exitOK, "sgi", "income", "--employment", "700000", "--on", "2027-01-01", "--db", db)
	if !strings.Contains(strings.ReplaceAll(out, "\u00a0", " "), "SGI från 2027-01-01: 600 000 kr") || !strings.Contains(out, "invented for a test") {
		t.Errorf("%s", out)
	}
}
