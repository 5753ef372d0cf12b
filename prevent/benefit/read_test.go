package benefit

import (
	"strings"
	"testing"
)

func TestRead_saysWhereTheCatalogueIsWrong(t *testing.T) {
	const header = "code,name_sv,name_en,item,law,authority,confidence,payee,tax,basis,form,hold,marks\n"
	const terms = ",insured,yes,work,running,yes,RVVIV\n"
	const good = "a,A,A,,SFB 1 kap.,FK,V" + terms
	for name, c := range map[string]struct{ text, want string }{
		"no header":           {good, ":1:"},
		"a column too few":    {header + "a,A,A,,SFB 1 kap.,FK\n", "line 2"},
		"a code twice":        {header + good + good, ":3:"},
		"a code with capital": {header + "A,A,A,,SFB 1 kap.,FK,V" + terms, ":2:"},
		"a hyphen last":       {header + "a-,A,A,,SFB 1 kap.,FK,V" + terms, ":2:"},
		"no name":             {header + "a,,A,,SFB 1 kap.,FK,V" + terms, ":2:"},
		"no law":              {header + "a,A,A,,,FK,V" + terms, ":2:"},
		"an unknown agency":   {header + "a,A,A,,SFB 1 kap.,XX,V" + terms, ":2:"},
		"an unknown mark":     {header + "a,A,A,,SFB 1 kap.,FK,X" + terms, ":2:"},
		"no such payee":       {header + "a,A,A,,SFB 1 kap.,FK,V,nobody,yes,work,running,yes,RVVIV\n", "payee"},
		"no such tax":         {header + "a,A,A,,SFB 1 kap.,FK,V,insured,none,work,running,yes,RVVIV\n", "tax"},
		"no such basis":       {header + "a,A,A,,SFB 1 kap.,FK,V,insured,yes,luck,running,yes,RVVIV\n", "basis"},
		"no such form":        {header + "a,A,A,,SFB 1 kap.,FK,V,insured,yes,work,monthly,yes,RVVIV\n", "form"},
		"no such hold":        {header + "a,A,A,,SFB 1 kap.,FK,V,insured,yes,work,running,perhaps,RVVIV\n", "hold"},
		"four marks":          {header + "a,A,A,,SFB 1 kap.,FK,V,insured,yes,work,running,yes,RVVI\n", "marks"},
		"a mark that is none": {header + "a,A,A,,SFB 1 kap.,FK,V,insured,yes,work,running,yes,RVVIX\n", "marks"},
		"unknown, but marked": {header + "a,A,A,,SFB 1 kap.,FK,V,insured,yes,work,running,unknown,RVVIV\n", "go together"},
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

func TestReadItems_saysWhereTheListIsWrong(t *testing.T) {
	const header = "item,name_sv,law,paid_to,tax,disposed_by\n"
	const good = "UO9 1:4 ap.1,A,B,C,no,\n"
	for name, c := range map[string]struct{ text, want string }{
		"no header":        {good, ":1:"},
		"an item twice":    {header + good + good, ":3:"},
		"no item":          {header + ",A,B,C,no,\n", ":2:"},
		"nobody is paid":   {header + "UO9 1:4 ap.1,A,B,,no,\n", ":2:"},
		"no such tax":      {header + "UO9 1:4 ap.1,A,B,C,na,\n", ":2:"},
		"a column too few": {header + "UO9 1:4 ap.1,A,B,C,no\n", "line 2"},
	} {
		if _, err := readItems(c.text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
