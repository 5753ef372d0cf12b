package statute_test

import (
	"errors"
	"strings"
	"testing"

	"balans/law/statute"

	"pgregory.net/rapid"
)

func TestParse_givesAReferenceItsOneForm(t *testing.T) {
	for text, want := range map[string]statute.Ref{
		"SFB 108:15":          "SFB 108:15",
		"SFB 108:14a":         "SFB 108:14a",
		"SFB 108:14 a":        "SFB 108:14a",
		"SFB 103a:2":          "SFB 103a:2",
		"SFB 108:2 st.1 p.2":  "SFB 108:2 st.1 p.2",
		"SFB 51:19 a st.2":    "SFB 51:19a st.2",
		"RANTEL 6":            "RANTEL 6",
		"INKKL 3 p.1":         "INKKL 3 p.1",
		"PROGF 8:2":           "PROGF 8:2",
		"UB 3:1 st.1 p.6":     "UB 3:1 st.1 p.6",
		"SFB 108:9 a st.3":    "SFB 108:9a st.3",
		"INDRL 1 a st.1 p.12": "INDRL 1a st.1 p.12",
	} {
		got, err := statute.Parse(text)
		if err != nil || got != want {
			t.Errorf("%q is %q, %v; want %q", text, got, err, want)
		}
		if err := got.Check(); err != nil {
			t.Errorf("%q: %v", got, err)
		}
	}
}

func TestParse_saysWhyATextIsNoReference(t *testing.T) {
	for text, why := range map[string]string{
		"":                    "the act",
		"108:15":              "the act",
		"sfb 108:15":          "the act",
		"XYZ 1":               "the act",
		"SFB":                 "a section",
		"SFB 15":              "has chapters",
		"RANTEL 1:6":          "no chapters",
		"SFB 108:":            "numbers",
		"SFB :15":             "numbers",
		"SFB 0:15":            "numbers",
		"SFB 108:015":         "numbers",
		"SFB 108:15ab":        "numbers",
		"SFB 108:15a b":       "numbers",
		"SFB 108:a":           "numbers",
		"SFB 108:15-21":       "numbers",
		"SFB 1000:1":          "numbers",
		"SFB  108:15":         "has chapters",
		"SFB 108:15 ":         "nothing more",
		"SFB 108:15 st.0":     "st.",
		"SFB 108:15 st.10":    "st.",
		"SFB 108:15 p.":       "p.",
		"SFB 108:15 p.1 st.1": "nothing more",
		"SFB 108:15 §":        "nothing more",
	} {
		if got, err := statute.Parse(text); !errors.Is(err, statute.ErrRef) || !strings.Contains(err.Error(), why) {
			t.Errorf("%q is %q, %v; want an error about %q", text, got, err, why)
		}
	}
}

func TestCheck_wantsTheOneForm(t *testing.T) {
	if err := statute.Ref("SFB 108:14 a").Check(); !errors.Is(err, statute.ErrRef) || !strings.Contains(err.Error(), `"SFB 108:14a"`) {
		t.Errorf("%v", err)
	}
	if _, err := statute.Ref("SFB 108:14 a").Place(); !errors.Is(err, statute.ErrRef) {
		t.Errorf("%v", err)
	}
}

func TestPlace_takesTheReferenceApart(t *testing.T) {
	p, err := statute.Ref("SFB 108:14a st.2 p.3").Place()
	if err != nil || p.Act.ID != "SFB" || p.Act.Number != "2010:110" || p.Chapter != "108" || p.Section != "14a" || p.Paragraph != 2 || p.Point != 3 {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestCitation_readsAsASwedishSentence(t *testing.T) {
	for ref, want := range map[statute.Ref]string{
		"SFB 108:15":         "108 kap. 15 § socialförsäkringsbalken",
		"SFB 108:14a":        "108 kap. 14 a § socialförsäkringsbalken",
		"SFB 103a:2":         "103 a kap. 2 § socialförsäkringsbalken",
		"SFB 108:2 st.1 p.2": "108 kap. 2 § första stycket 2 socialförsäkringsbalken",
		"RANTEL 6":           "6 § räntelagen (1975:635)",
		"not one":            "not one",
	} {
		if got := ref.Citation(); got != want {
			t.Errorf("%s is cited %q, want %q", ref, got, want)
		}
	}
}

func TestRef_isReadBack(t *testing.T) {
	acts := statute.Acts()
	if len(acts) < 20 {
		t.Fatalf("%d acts", len(acts))
	}
	number := rapid.StringMatching(`[1-9][0-9]{0,2}[a-z]?`)
	rapid.Check(t, func(t *rapid.T) {
		act := rapid.SampledFrom(acts).Draw(t, "act")
		text := act.ID + " "
		if act.Chapters {
			text += number.Draw(t, "chapter") + ":"
		}
		text += number.Draw(t, "section") + rapid.SampledFrom([]string{"", " st.1", " p.12", " st.9 p.1"}).Draw(t, "part")
		ref, err := statute.Parse(text)
		if err != nil || string(ref) != text || !strings.HasSuffix(ref.Citation(), act.Citation) {
			t.Fatalf("%q is %q, %v", text, ref, err)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"SFB 108:14 a st.2 p.1", "RANTEL 6", "UB 3:1", "SFB :", " "} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ref, err := statute.Parse(text)
		if err != nil {
			return
		}
		if again, err := statute.Parse(string(ref)); err != nil || again != ref || ref.Check() != nil {
			t.Fatalf("%q is %q, which is read as %q, %v", text, ref, again, err)
		}
	})
}
