package benefit

import (
	"strings"
	"testing"
)

func TestRead_saysWhereTheCatalogueIsWrong(t *testing.T) {
	const header = "code,name_sv,name_en,item,law,authority,confidence\n"
	const good = "a,A,A,,SFB 1 kap.,FK,V\n"
	for name, c := range map[string]struct{ text, want string }{
		"no header":           {good, ":1:"},
		"a column too few":    {header + "a,A,A,,SFB 1 kap.,FK\n", "line 2"},
		"a code twice":        {header + good + good, ":3:"},
		"a code with capital": {header + "A,A,A,,SFB 1 kap.,FK,V\n", ":2:"},
		"a hyphen last":       {header + "a-,A,A,,SFB 1 kap.,FK,V\n", ":2:"},
		"no name":             {header + "a,,A,,SFB 1 kap.,FK,V\n", ":2:"},
		"no law":              {header + "a,A,A,,,FK,V\n", ":2:"},
		"an unknown agency":   {header + "a,A,A,,SFB 1 kap.,XX,V\n", ":2:"},
		"an unknown mark":     {header + "a,A,A,,SFB 1 kap.,FK,X\n", ":2:"},
		"a broken quote":      {header + "a,\"A\n", "catalogue.csv"},
		"too many":            {header + strings.Repeat(good, most+1), "at most"},
	} {
		if _, err := read(c.text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if rows, err := read(header + good); err != nil || len(rows) != 2 {
		t.Errorf("a good catalogue: %v, %v", rows, err)
	}
}
