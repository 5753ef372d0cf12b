package report

import (
	"testing"

	"balans/recover/claim"
)

func TestKindText_namesEveryKindApartInBothLanguages(t *testing.T) {
	for _, l := range []Language{Swedish, English} {
		seen := map[string]claim.Kind{}
		for _, k := range claim.Kinds() {
			text := KindText(k, l)
			if other, again := seen[text]; text == "" || again {
				t.Errorf("%s is called %q in %s, as %s is", k, text, l, other)
			}
			seen[text] = k
		}
	}
	if len(kindTexts) != len(claim.Kinds()) {
		t.Errorf("%d texts for %d kinds", len(kindTexts), len(claim.Kinds()))
	}
}
