package staffcsv_test

import (
	"slices"
	"strings"
	"testing"

	"balans/exchange/staffcsv"
	"balans/law/calendar"
	"balans/law/identity"
)

// adult is a number published by Skatteverket for tests.
const adult, header = "193501096998", "id;number;name;unit;from;to\n"

func readAll(text string) (all []staffcsv.Record, err error) {
	r, err := staffcsv.NewReader("s.csv", strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	all = slices.Collect(r.Records())
	return all, r.Err()
}

func TestReader_readsStaff(t *testing.T) {
	n, err := identity.Parse(adult)
	if err != nil {
		t.Fatal(err)
	}
	got, err := readAll("\ufeff" + header + "eva.ek;" + adult + ";Eva Ek;Syd;2026-01-01;\r\n\nkim;" + adult + ";\"Kim; åÄö\";Nord;2025-01-01;2025-12-31\n")
	want := []staffcsv.Record{{2, "eva.ek", n, "Eva Ek", "Syd", calendar.New(2026, 1, 1), calendar.None},
		{4, "kim", n, "Kim; åÄö", "Nord", calendar.New(2025, 1, 1), calendar.New(2025, 12, 31)}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%+v %v", got, err)
	}
}

func TestReader_namesEachFault(t *testing.T) {
	for line, want := range map[string]string{
		";" + adult + ";E;S;2026-01-01;":                 `2:1: id is ""; expected 1 to 63 characters`,
		"e;193501096999;E;S;2026-01-01;":                 `2:3: number is "19350109****"`,
		"e;162021005521;E;S;2026-01-01;":                 "expected the number of a person",
		"e;" + adult + ";;S;2026-01-01;":                 `name is ""`,
		"e;" + adult + ";E;;2026-01-01;":                 `unit is ""`,
		"e;" + adult + ";E;S;2026-02-30;":                `from is "2026-02-30"`,
		"e;" + adult + ";E;S;2026-02-03;2026-02-02":      "expected a day no earlier than from, or nothing",
		"e;" + adult + ";=E;S;2026-02-03;":               "formula",
		"e;" + adult + ";E;S;2026-02-03;2026-03-01;more": "expected 6 fields",
	} {
		got, err := readAll(header + line + "\n")
		if err == nil || !strings.Contains(err.Error(), want) || len(got) != 0 {
			t.Errorf("%s: %v, want %s", line, err, want)
		} else if strings.Contains(err.Error(), adult) {
			t.Errorf("a number in %v", err)
		}
	}
	if _, err := readAll("id,number,name,unit,from,to\n"); err == nil || !strings.Contains(err.Error(), "separated by semicolons") {
		t.Error(err)
	}
}

func FuzzReader(f *testing.F) {
	f.Add(header + "e;" + adult + ";E;S;2026-02-03;\n")
	f.Add(header + "e;" + adult + ";\"E\";S;2026-02-03;2026-02-03\n;;")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := readAll(text)
		for _, r := range got {
			if r.ID == "" || r.Number.Kind() == identity.Unknown || r.Name == "" || r.Unit == "" || r.From == calendar.None || r.To != calendar.None && r.To < r.From {
				t.Errorf("%+v (%v)", r, err)
			}
		}
	})
}
