package identity_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"balans/law/calendar"
	"balans/law/identity"
)

// Published lists of test numbers are used when they lie beside the repository; the
// other tests do without.
const published = "../../../shared/samples/testnummer"

func readPublished(t *testing.T, name string, into any) bool {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(published, name))
	if errors.Is(err, os.ErrNotExist) {
		t.Logf("%s is not here", name)
		return false
	}
	if err != nil {
		t.Fatal(err)
	}
	if err = json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
	return true
}

func TestParse_acceptsEveryPublishedNumber(t *testing.T) {
	for name, kind := range map[string]identity.Kind{"allPins.json": identity.Person, "allCoords.json": identity.Coordination} {
		var numbers []string
		if !readPublished(t, name, &numbers) {
			continue
		}
		if len(numbers) < 100 {
			t.Errorf("%s has %d numbers", name, len(numbers))
		}
		for _, text := range numbers {
			n, err := identity.Parse(text)
			if err != nil || n.Kind() != kind || n.String() != text {
				t.Errorf("%s in %s: %s %v", text, name, n.Kind(), err)
			}
		}
	}
}

func TestParse_agreesWithPublishedCases(t *testing.T) {
	type testCase struct {
		Long          string `json:"long_format"`
		Short         string `json:"short_format"`
		Separated     string `json:"separated_format"`
		SeparatedLong string `json:"separated_long"`
		Valid         bool
		Type          string
	}
	on := calendar.New(2024, time.January, 1)
	for _, name := range []string{"list.json", "interim.json", "orgnumber.json"} {
		var cases []testCase
		if !readPublished(t, name, &cases) {
			continue
		}
		for _, c := range cases {
			for _, text := range []string{c.Long, c.Separated, c.SeparatedLong} {
				if text == "" {
					continue
				}
				n, err := identity.ParseOn(text, on)
				switch c.Type {
				case "ssn", "con":
					if (err == nil) != c.Valid || c.Valid && n.String() != c.Long {
						t.Errorf("%s: %s, %v; want valid %v", text, n, err, c.Valid)
					}
				case "interim":
					if !errors.Is(err, identity.ErrInterim) && c.Valid {
						t.Errorf("%s: %v", text, err)
					}
					if err == nil {
						t.Errorf("%s: an interim number is accepted", text)
					}
				case "org": // valid means valid as a person's number
					if err != nil || n.Kind() != identity.Organisation {
						t.Errorf("%s: %s, %v", text, n.Kind(), err)
					}
				default:
					t.Errorf("%s has the unknown type %s", text, c.Type)
				}
			}
		}
	}
}
