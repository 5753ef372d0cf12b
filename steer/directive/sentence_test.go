package directive

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSentences(t *testing.T) {
	for text, want := range map[string][]string{
		"":                               nil,
		"Ett ord":                        {"Ett ord"},
		"Målet nås. Kön minskar.":        {"Målet nås. ", "Kön minskar."},
		"Når det målet? Ja! Kön minskar": {"Når det målet? ", "Ja! ", "Kön minskar"},
		"Stöd ges bl.a. av Skatteverket, t.ex. Kontoret i Luleå.":                  {"Stöd ges bl.a. av Skatteverket, t.ex. Kontoret i Luleå."},
		"Stöd ges bl. a. Av gåvor. Inget mer.":                                     {"Stöd ges bl. a. Av gåvor. ", "Inget mer."},
		"Enligt 3 kap. 2 § nr. 4 lagen och dnr. S2030/1 gäller prop. 2030/31:1.":   {"Enligt 3 kap. 2 § nr. 4 lagen och dnr. S2030/1 gäller prop. 2030/31:1."},
		"Gäller t.o.m. 2034 och fr.o.m. 2031. Inte förr.":                          {"Gäller t.o.m. 2034 och fr.o.m. 2031. ", "Inte förr."},
		"Gäller t o m 2034. Inte längre.":                                          {"Gäller t o m 2034. ", "Inte längre."},
		"Bidraget uppgår till 5. 2 500 000 kronor tilldelas Boverket.":             {"Bidraget uppgår till 5. ", "2 500 000 kronor tilldelas Boverket."},
		"Lagen om kostnader m.m. och annat. Mer.":                                  {"Lagen om kostnader m.m. och annat. ", "Mer."},
		"Lagen om kostnader m.m. Boverket ska bidra.":                              {"Lagen om kostnader m.m. ", "Boverket ska bidra."},
		"Lagen om kostnader m.m. 2031–2034 gäller.":                                {"Lagen om kostnader m.m. 2031–2034 gäller."},
		"Det gäller (se prop. 2030/31:1, utg.omr. 10). Boverket ska bidra.":        {"Det gäller (se prop. 2030/31:1, utg.omr. 10). ", "Boverket ska bidra."},
		"Målet är ”bra.” Boverket ska bidra.":                                      {"Målet är ”bra.” ", "Boverket ska bidra."},
		"1. Boverket ska bidra. 2. Sedan slutar det.":                              {"1. Boverket ska bidra. ", "2. Sedan slutar det."},
		"Senast den 1 mars 2031. Redovisningen lämnas till Boverket.":              {"Senast den 1 mars 2031. ", "Redovisningen lämnas till Boverket."},
		"Beloppet är 3.5 miljoner. det är en liten bokstav. Nu är den stor.":       {"Beloppet är 3.5 miljoner. det är en liten bokstav. ", "Nu är den stor."},
		"Uppdraget genomförs p.g.a. Riksrevisionens granskning, s.k. RiR. Det är.": {"Uppdraget genomförs p.g.a. Riksrevisionens granskning, s.k. RiR. ", "Det är."},
	} {
		if got := sentences(text); !slices.Equal(got, want) {
			t.Errorf("sentences(%q)\n got %q\nwant %q", text, got, want)
		}
	}
}

func TestSentences_joinedAreTheText(t *testing.T) {
	parts := []string{"Boverket", " ", ".", "bl.a.", "m.m.", "2 000", "§", ")", "”", "\u00a0", "\n", "å", "?", "kap.", "Ö", "-", "…", "\xff"}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom(parts)).Draw(t, "text"), "")
		all := sentences(text)
		if strings.Join(all, "") != text || slices.Contains(all, "") {
			t.Fatalf("%q was split into %q", text, all)
		}
	})
}

func TestWords_standWhereTheyWereRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("aÅ9 .,()”–\t"))).Draw(t, "text")
		end := 0
		for _, w := range words(text) {
			if w.start < end || text[w.start:w.end] != w.text || strings.ContainsAny(w.text, " \t") {
				t.Fatalf("%q: %+v", text, w)
			}
			end = w.end
		}
	})
}
