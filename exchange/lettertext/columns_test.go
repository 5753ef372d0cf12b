package lettertext

import (
	"os"
	"strings"
	"testing"
)

func TestRead_columnsOfSpaces(t *testing.T) {
	data, err := os.ReadFile("testdata/layout.txt")
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/layout.txt.lines")
	if err != nil {
		t.Fatal(err)
	}
	if got := shown(read1(t, "layout.txt", string(data))); got != string(want) {
		t.Errorf("got\n%s", got)
	}
}

func TestColumns_proseHasNone(t *testing.T) {
	for _, text := range []string{
		"Myndigheten ska   redovisa hur målet har nåtts",
		"Myndigheten ska   redovisa\nhur målet   har nåtts",
		"    Indraget stycke\n    med två rader",
		"Regeringsbeslut\n\n        II:1",
	} {
		for i, cells := range columns(strings.Split(text, "\n"), nil) {
			if cells != nil {
				t.Errorf("%q: line %d has cells %q", text, i+1, cells)
			}
		}
	}
}
