package sgi_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"balans/law/statute"
	"balans/prevent/sgi"

	"pgregory.net/rapid"
)

func program(t testing.TB) *statute.Parameters {
	t.Helper()
	p, err := statute.Load()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestExamples runs every worked text of testdata.
func TestExamples(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) < 75 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	p := program(t)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			f, err := sgi.Read(string(text))
			if err != nil {
				t.Fatal(err)
			}
			if len(f.Expect) == 0 {
				t.Fatal("the text states no answer")
			}
			_, _, differences, err := f.Run(p)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range differences {
				t.Error(d)
			}
		})
	}
}

func mustLoad() *statute.Parameters {
	p, err := statute.Load()
	if err != nil {
		panic(err)
	}
	return p
}

func TestTeach_tellsEveryWordAndItsSamplesHold(t *testing.T) {
	for lang, words := range map[sgi.Language][]string{
		sgi.English: {"last work: 2026-01-31", "waiting-for-decision: from", "applied 2026-04-01", "then verdict: lost", "pay: employment", "three-months: interruption", "then day 2026-05-01: protected job-seeking"},
		sgi.Swedish: {"sista arbetsdag: 2026-01-31", "väntan-på-beslut: från 2026-02-01 till", "ansökan 2026-04-01", "då bedömning: förlorad", "inkomst: anställning", "tre-månader: avbrott", "stöd aktivitetsstöd | utvecklingsersättning", "då dag 2026-05-01: skyddad arbetssökande", "saknas: arbetssökande visa.inskriven"},
	} {
		var b strings.Builder
		if err := sgi.Teach(&b, lang); err != nil {
			t.Fatal(err)
		}
		for _, word := range words {
			if !strings.Contains(b.String(), word) {
				t.Errorf("%q is not taught:\n%s", word, b.String())
			}
		}
	}
	for _, example := range sgi.Examples() {
		for _, sample := range []string{example.Text.Sv, example.Text.En} {
			f, err := sgi.Read(sample)
			if err != nil {
				t.Fatal(err)
			}
			if _, _, differences, err := f.Run(program(t)); err != nil || len(differences) > 0 || len(f.Expect) == 0 {
				t.Errorf("%v, %v\n%s", differences, err, sample)
			}
		}
	}
}

// TestWords_haveEveryKeyOfAnAnswer: what an answer may name can be written in Swedish.
func TestWords_haveEveryKeyOfAnAnswer(t *testing.T) {
	var b strings.Builder
	if err := sgi.Words(&b); err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		r := assess(t, drawHistory(t, true))
		keys := []string{}
		for _, reason := range r.Verdict.Reasons {
			keys = append(keys, reason.Key)
		}
		for _, m := range r.Missing {
			keys = append(keys, m.What.Key)
		}
		for _, x := range r.Rejected {
			keys = append(keys, x.Reason.Key, string(x.Ground))
		}
		for _, key := range keys {
			if !strings.Contains(b.String(), "\n  "+key+" ") {
				t.Fatalf("%s has no Swedish word", key)
			}
		}
	})
}
