package demo

import (
	"bytes"
	"strings"
	"testing"
)

// Every person of the demonstration has a name, the same each time, in a file that is taken in
// before anybody is told to be protected.
func TestPrevention_namesEveryone(t *testing.T) {
	files, err := Prevention(1, Small)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Prevention(1, Small)
	if err != nil {
		t.Fatal(err)
	}
	people, err := readPeople()
	if err != nil {
		t.Fatal(err)
	}
	named := false
	for i, f := range files {
		if named = named || strings.HasPrefix(f.Name, "namn-"); !strings.HasPrefix(f.Name, "namn-") {
			if !named && bytes.Contains(f.Data, []byte(";protected;")) {
				t.Errorf("%s tells of protection before the names", f.Name)
			}
			continue
		}
		if !bytes.Equal(f.Data, again[i].Data) {
			t.Error("the names differ from one time to another")
		}
		lines := strings.Split(strings.TrimSpace(string(f.Data)), "\n")
		if len(lines) != len(people.numbers)+1 {
			t.Errorf("%d lines for %d persons", len(lines), len(people.numbers))
		}
		seen := map[string]int{}
		for n, line := range lines[1:] {
			fields := strings.Split(line, ";")
			if fields[3] != people.numbers[n].String() || len(strings.Fields(fields[7])) < 2 {
				t.Fatalf("line %d: %q", n+2, line)
			}
			seen[fields[7]]++
		}
		for name, n := range seen {
			if n > 40 {
				t.Errorf("%d persons are called %s", n, name)
			}
		}
	}
	if !named {
		t.Error("there is no file of names")
	}
}
