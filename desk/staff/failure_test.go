package staff

import (
	"net/http"
	"strings"
	"testing"
)

// A page that says what is not there says it in whole words, in both languages.
func TestFailures_areWholeSentences(t *testing.T) {
	a := caseSite(t)
	for target, want := range map[string]string{
		"/inquiry?id=NONE-1":        "NONE-1, ",
		"/correspondence?id=NONE-2": "NONE-2.",
		actOf(theCase, "hear"):      "Gå tillbaka till ärendet",
		"/claims/NONE-3":            "NONE-3",
	} {
		for _, lang := range []string{"sv", "en"} {
			sep := "?"
			if strings.Contains(target, "?") {
				sep = "&"
			}
			got := a.send(http.MethodGet, target+sep+"lang="+lang, worker)
			_, said, ok := strings.Cut(got.body, "<main")
			if got.StatusCode < 400 || !ok || strings.Contains(said, "%") || lang == "sv" && !strings.Contains(words(said), want) {
				t.Errorf("%s in %s: %d %s", target, lang, got.StatusCode, words(said))
			}
		}
	}
}
