package directive

import "testing"

func TestSuccessors(t *testing.T) {
	l := &Letter{Assignments: []Assignment{
		{Title: "Kortare köer och bättre bryggor i hela landet"},
		{Title: "Vinterförvaring av båtar"},
		{Title: "Tillsyn av flottar", Basis: []string{"N2029/00412"}},
		{Title: "Rapport om fyrar", Text: []Passage{{1, "Arbetet ska bygga på uppdraget om kummel (X2028/0031)."}}},
		{Title: "Redovisning av bojar", Basis: []string{"Regleringsbrev för 2030"}},
	}}
	for _, c := range []struct {
		name, title string
		basis       []string
		to, why     string
	}{
		{"same title", "Vinterförvaring av båtar", nil, "Vinterförvaring av båtar", "the same title"},
		{"opening words do not count", "Uppdrag om vinterförvaring av båtar", nil, "Vinterförvaring av båtar", "the same title"},
		{"a letter is missing", "Vinterförvarin av båtar", nil, "Vinterförvaring av båtar", "nearly the same title"},
		{"title goes on", "Kortare köer och", nil, "Kortare köer och bättre bryggor i hela landet", "the title begins with the earlier one's"},
		{"two words are too few", "Kortare köer", nil, "", ""},
		{"half a word is no word", "Kortare köer oc", nil, "", ""},
		{"diary number", "Ändring av uppdraget att inrätta lotsar", []string{"N2029/00412"}, "Tillsyn av flottar", "refers to the decision N2029/00412"},
		{"diary number in the text", "Kummel", []string{"X2028/0031"}, "Rapport om fyrar", "refers to the decision X2028/0031"},
		{"part of a diary number", "Kummel", []string{"X2028/003"}, "", ""},
		{"the end of a diary number", "Kummel", []string{"2028/0031"}, "", ""},
		{"a letter gave both", "Helt andra saker", []string{"Regleringsbrev för 2030"}, "", ""},
		{"title before number", "Vinterförvaring av båtar", []string{"N2029/00412"}, "Vinterförvaring av båtar", "the same title"},
		{"nothing in common", "Stöd till museer", nil, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			links := Successors(l, []Assignment{{Title: c.title, Basis: c.basis}})
			switch {
			case c.to == "":
				if len(links) != 0 {
					t.Errorf("succeeded by %q, %s", links[0].To.Title, links[0].Why[1])
				}
			case len(links) != 1 || links[0].To.Title != c.to || links[0].Why[1] != c.why || links[0].From.Title != c.title || links[0].Why[0] == "":
				t.Errorf("%+v", links)
			}
		})
	}
}
