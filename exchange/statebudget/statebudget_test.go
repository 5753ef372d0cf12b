package statebudget_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"balans/exchange/statebudget"
	"balans/law/money"
)

const (
	yearly = "Utgiftsområde;Utgiftsområdesnamn;Anslag;Anslagsnamn;År;Ingående överföringsbelopp;Statens budget;Ändringsbudgetar;Indragningar;" +
		"Utnyttjad del av medgivet överskridande;Utfall;Anslagskredit;Utgående överföringsbelopp;" +
		"Utgiftsområde utfallsår;Utgiftsområdesnamn utfallsår;Anslag utfallsår;Anslagsnamn utfallsår\n"
	monthly = "Utgiftsområde;Utgiftsområdesnamn;Anslag;Anslagsnamn;Anslagspost;Anslagspostsnamn;Anslagsdelpost;Anslagsdelpostsnamn;Myndighet;Organisationsnummer;År;" +
		"Utfall januari;Utfall februari;Utfall mars;Utfall april;Utfall maj;Utfall juni;Utfall juli;Utfall augusti;Utfall september;Utfall oktober;Utfall november;Utfall december;" +
		"Utgiftsområde utfallsår;Utgiftsområdesnamn utfallsår;Anslag utfallsår;Anslagsnamn utfallsår;Anslagspost utfallsår;Anslagspostsnamn utfallsår;Anslagsdelpost utfallsår;Anslagsdelpostsnamn utfallsår\n"
)

func readYears(in io.Reader) ([]statebudget.Year, []string, error) {
	r, err := statebudget.NewYearReader("x.csv", in)
	if err != nil {
		return nil, nil, err
	}
	return slices.Collect(r.Rows()), r.Unknown(), r.Err()
}

func readMonths(in io.Reader) ([]statebudget.Month, error) {
	r, err := statebudget.NewMonthReader("x.csv", in)
	if err != nil {
		return nil, err
	}
	return slices.Collect(r.Rows()), r.Err()
}

func known(a money.Amount) statebudget.Sum { return statebudget.Sum{Amount: a, Known: true} }

func TestYearReader_readsRows(t *testing.T) {
	text := yearly +
		"10;Ekonomisk trygghet vid sjukdom;1002001;Försäkringskassan;2025;-40,62704977;9738,519;0;12,5;;9700;300;-14,60804977;10;Sjukdom;1002001;F-kassan\n" +
		";Utgiftstak;;Utgiftstak;2025;;1428000,12345678;;;;;;;;;;\n" +
		"10;\"A;B\";1002001;Stiftelsen \"X\";1997;0,00000001;0;0;0;0;0;0;0,00000001;;;;\n"
	want := []statebudget.Year{
		{Line: 2, Year: 2025,
			Now:     statebudget.Place{Area: statebudget.Named{Code: "10", Name: "Ekonomisk trygghet vid sjukdom"}, Appropriation: statebudget.Named{Code: "1002001", Name: "Försäkringskassan"}},
			Then:    statebudget.Place{Area: statebudget.Named{Code: "10", Name: "Sjukdom"}, Appropriation: statebudget.Named{Code: "1002001", Name: "F-kassan"}},
			Opening: known(-40_62704977), Budget: known(9738_51900000), Amendments: known(0), Withdrawn: known(12_50000000),
			Outcome: known(9700_00000000), Credit: known(300_00000000), Closing: known(-14_60804977)},
		{Line: 3, Year: 2025, Budget: known(1428000_12345678),
			Now: statebudget.Place{Area: statebudget.Named{Name: "Utgiftstak"}, Appropriation: statebudget.Named{Name: "Utgiftstak"}}},
		{Line: 4, Year: 1997, Opening: known(1), Budget: known(0), Amendments: known(0), Withdrawn: known(0), Exceeding: known(0), Outcome: known(0), Credit: known(0), Closing: known(1),
			Now: statebudget.Place{Area: statebudget.Named{Code: "10", Name: "A;B"}, Appropriation: statebudget.Named{Code: "1002001", Name: `Stiftelsen "X"`}}},
	}
	for name, text := range map[string]string{"plain": text, "CR LF": strings.ReplaceAll(text, "\n", "\r\n"), "byte order mark": "\ufeff" + text, "no last end": strings.TrimSuffix(text, "\n")} {
		got, unknown, err := readYears(iotest.OneByteReader(strings.NewReader(text)))
		if err != nil || len(unknown) != 0 || !slices.Equal(got, want) {
			t.Errorf("%s: %+v %v %v", name, got, unknown, err)
		}
	}
}

// A month that is empty is not yet reported; one that is 0 is.
func TestMonthReader_readsRows(t *testing.T) {
	got, err := readMonths(strings.NewReader("\ufeff" + monthly +
		"10;Sjukdom;1001006;Bidrag;002;Post två;001;Del ett;Försäkringskassan;2021005521;2026;1,5;-0,25;0;;;;;;;;;;10;Sjukdom;1001005;Bidrag;003;Post;;\n" +
		";Vid sidan;;Vid sidan;;Utgifter;;Utgifter;;;2025;1;1;1;1;1;1;1;1;1;1;1;2;93;Vid sidan;9301001;Vid sidan;001;Utgifter;001;Utgifter\n"))
	if err != nil || len(got) != 2 {
		t.Fatalf("%+v %v", got, err)
	}
	m := got[0]
	if m.Line != 2 || m.Year != 2026 || m.Agency != "Försäkringskassan" || m.Organisation != "2021005521" || m.Now.Part != (statebudget.Named{Code: "001", Name: "Del ett"}) {
		t.Errorf("%+v", m)
	}
	if m.Outcome != [12]statebudget.Sum{known(1_50000000), known(-25000000), known(0)} {
		t.Errorf("%v", m.Outcome)
	}
	if id, ok := m.Now.ID(); id != "UO10 1:6 ap.2" || !ok {
		t.Errorf("%q %t", id, ok)
	}
	if id, ok := m.Then.ID(); id != "UO10 1:5 ap.3" || !ok {
		t.Errorf("%q %t", id, ok)
	}
	if id, ok := got[1].Now.ID(); ok {
		t.Errorf("a row without area is %q", id)
	}
	if got[1].Outcome[11] != known(2_00000000) {
		t.Errorf("December is %v", got[1].Outcome[11])
	}
}

// Columns may stand in any order, and new ones are listed.
func TestReader_findsColumnsByName(t *testing.T) {
	names := strings.Split(strings.TrimSuffix(yearly, "\n"), ";")
	rapid.Check(t, func(t *rapid.T) {
		order := rapid.Permutation(append(slices.Clone(names), "Ny kolumn")).Draw(t, "order")
		cells := make([]string, len(order))
		for i, name := range order {
			switch at := slices.Index(names, name); {
			case name == "År":
				cells[i] = "2025"
			case at > 4 && at < 13:
				cells[i] = fmt.Sprint(at)
			default:
				cells[i] = name
			}
		}
		got, unknown, err := readYears(strings.NewReader(strings.Join(order, ";") + "\n" + strings.Join(cells, ";") + "\n"))
		if err != nil || len(got) != 1 || !slices.Equal(unknown, []string{"Ny kolumn"}) {
			t.Fatalf("%+v %q %v", got, unknown, err)
		}
		y := got[0]
		var sums []money.Amount
		for _, s := range []statebudget.Sum{y.Opening, y.Budget, y.Amendments, y.Withdrawn, y.Exceeding, y.Outcome, y.Credit, y.Closing} {
			sums = append(sums, s.Amount/100_000_000)
		}
		if !slices.Equal(sums, []money.Amount{5, 6, 7, 8, 9, 10, 11, 12}) || y.Now.Area.Code != "Utgiftsområde" || y.Then.Appropriation.Name != "Anslagsnamn utfallsår" || y.Then.Area.Name != "Utgiftsområdesnamn utfallsår" {
			t.Fatalf("%+v", y)
		}
	})
}

func TestReader_saysWhatTheHeaderLacks(t *testing.T) {
	for text, want := range map[string]string{
		strings.Replace(yearly, "Utfall;", "Utfallet;", 1): "x.csv:1: the header lacks the columns Utfall; it has instead Utfallet (fields are separated by semicolons, and the text is UTF-8)",
		strings.Replace(yearly, "Utfall;", "", 1):          "x.csv:1: the header lacks the columns Utfall",
		strings.Replace(yearly, "År;", "År;År;", 1):        "x.csv:1: the header has a column twice: År",
		"\"Utfall":                              `the header lacks the columns Utgiftsområde; Utgiftsområdesnamn; Anslag; Anslagsnamn; År; Ingående överföringsbelopp;`,
		"":                                      `x.csv:1: the header lacks the columns Utgiftsområde; `,
		monthly:                                 "x.csv:1: this is the monthly file, not the one asked for; the header lacks the columns Ingående överföringsbelopp; ",
		strings.ReplaceAll(yearly, "å", "\xe5"): "the text is UTF-8",
	} {
		_, _, err := readYears(strings.NewReader(text))
		var header *statebudget.HeaderError
		if !errors.As(err, &header) || !strings.Contains(err.Error(), want) || !utf8.ValidString(err.Error()) {
			t.Errorf("%.50q: %v\nexpected %s", text, err, want)
		}
	}
	if _, err := readMonths(strings.NewReader(yearly)); err == nil || !strings.Contains(err.Error(), "this is the yearly file") {
		t.Errorf("%v", err)
	}
}

func TestReader_tellsEveryFault(t *testing.T) {
	row := func(year string, amount string) string {
		return "10;Område å;1002001;Anslag;" + year + ";" + amount + ";0;0;0;0;0;0;0;;;;\n"
	}
	for _, c := range []struct{ line, want string }{
		{row("2025", "1.5"), `2:34: Ingående överföringsbelopp is "1.5"; expected million kronor with a comma and at most eight decimals, or nothing when it is not known (there is '.' where a digit is expected)`},
		{row("2025", "1 000"), `there is ' ' where`},
		{row("2025", "-"), `2:34: Ingående överföringsbelopp is "-"`},
		{row("2025", ".."), `there is '.' where`},
		{row("2025", "--1"), `2:34:`},
		{row("2025", "−1,x"), `2:36: Ingående överföringsbelopp is "−1,x"`},
		{row("2025", "+1"), `2:33:`},
		{row("2025", "1-"), `2:34:`},
		{row("2025", "1E-05"), `there is 'E' where`},
		{row("2025", ",5"), `there is no digit before the comma`},
		{row("2025", "5,"), `2:35: Ingående överföringsbelopp is "5,"; expected million kronor with a comma and at most eight decimals, or nothing when it is not known (there is no digit after the comma)`},
		{row("2025", "0,123456789"), `2:43: Ingående överföringsbelopp is "0,123456789"; expected million kronor with a comma and at most eight decimals, or nothing when it is not known (there are more than eight decimals, which are parts of an öre)`},
		{row("2025", "1234567890"), `there are more than 9 digits before the comma`},
		{row("2025", "1,2,3"), `there is ',' where`},
		{row("", "1"), `2:28: År is ""; expected a year of four digits`},
		{row("25", "1"), `År is "25"`},
		{row("+202", "1"), `År is "+202"`},
		{"10;a;b\n", `2:7: found "10;a;b"; expected 17 fields as in the header, not 3`},
		{strings.TrimSuffix(row("2025", "1"), "\n") + ";x\n", `expected 17 fields as in the header, not 18`},
		{"\"10;a\n", `2:1: found "\"10;a"; expected a closing quotation mark on the same line`},
		{"10;\"a\"b;\n", `2:4: found "10;\"a\"b;"; expected a semicolon after the closing quotation mark`},
		{"10;\xe5;\n", `2:4: found "10;�;"; expected text in UTF-8`},
		{"10;å\u0085;;;2025;;;;;;;;;;;;\n", `2:5: Utgiftsområdesnamn is "å\u0085"; expected a text without control characters`},
		{strings.Repeat("a", 70_000) + "\n", `expected a line of at most 65536 bytes`},
	} {
		got, _, err := readYears(strings.NewReader(yearly + c.line + row("2025", "1")))
		var bad *statebudget.BadLines
		if !errors.As(err, &bad) || bad.More || len(bad.Faults) != 1 || !strings.Contains(err.Error(), c.want) || bad.Faults[0].Line != 2 {
			t.Errorf("%.60q: %v\nexpected %s", c.line, err, c.want)
		}
		if len(got) != 1 || got[0].Line != 3 {
			t.Errorf("%.60q: read %+v", c.line, got)
		}
	}
	got, _, err := readYears(strings.NewReader(yearly + strings.Repeat("x\n", 200) + row("2025", "1")))
	var bad *statebudget.BadLines
	if !errors.As(err, &bad) || !bad.More || len(bad.Faults) != statebudget.MaxBad || len(got) != 0 {
		t.Errorf("%d rows, %v", len(got), err)
	}
}

// A failing disk is no end of file.
func TestReader_passesErrorsOn(t *testing.T) {
	broken := errors.New("broken")
	for _, text := range []string{"", yearly[:20], yearly, yearly + "10;", yearly + strings.Repeat("x", 70_000)} {
		if _, _, err := readYears(io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken))); !errors.Is(err, broken) {
			t.Errorf("after %.30q: %v", text, err)
		}
	}
}

func TestDifference_tellsWhatARowLacks(t *testing.T) {
	row := statebudget.Year{Opening: known(-5), Budget: known(100), Amendments: known(20), Withdrawn: known(3), Exceeding: known(7), Outcome: known(90), Closing: known(29)}
	if d, err := row.Difference(); err != nil || d != known(0) {
		t.Errorf("%v %v", d, err)
	}
	for name, change := range map[string]func(*statebudget.Year) *statebudget.Sum{
		"opening":    func(y *statebudget.Year) *statebudget.Sum { return &y.Opening },
		"budget":     func(y *statebudget.Year) *statebudget.Sum { return &y.Budget },
		"amendments": func(y *statebudget.Year) *statebudget.Sum { return &y.Amendments },
		"exceeding":  func(y *statebudget.Year) *statebudget.Sum { return &y.Exceeding },
		"-withdrawn": func(y *statebudget.Year) *statebudget.Sum { return &y.Withdrawn },
		"-outcome":   func(y *statebudget.Year) *statebudget.Sum { return &y.Outcome },
		"-closing":   func(y *statebudget.Year) *statebudget.Sum { return &y.Closing },
	} {
		more, unknown, far := row, row, row
		change(&more).Amount++
		want := known(1)
		if name[0] == '-' {
			want = known(-1)
		}
		if d, err := more.Difference(); err != nil || d != want {
			t.Errorf("an öre more %s: %v %v", name, d, err)
		}
		change(&unknown).Known = false
		if d, err := unknown.Difference(); err != nil || d.Known {
			t.Errorf("unknown %s: %v %v", name, d, err)
		}
		change(&far).Amount = math.MinInt64
		if d, err := far.Difference(); err == nil && d.Known && d.Amount > -1<<62 && d.Amount < 1<<62 {
			t.Errorf("far %s: %v %v", name, d, err)
		}
	}
	row = statebudget.Year{Opening: known(0), Budget: known(0), Amendments: known(0), Withdrawn: known(math.MinInt64), Exceeding: known(0), Outcome: known(0), Closing: known(0)}
	if d, err := row.Difference(); !errors.Is(err, money.ErrOverflow) {
		t.Errorf("%v %v", d, err)
	}
}

func TestCodes_nameTheirItems(t *testing.T) {
	for id, codes := range map[string][2]string{
		"UO10 2:1":        {"1002001", ""},
		"UO9 1:4 ap.1":    {"0901004", "001"},
		"UO10 1:1 ap.21":  {"1001001", "021"},
		"UO27 1:6 ap.999": {"2701006", "999"},
	} {
		appropriation, item, ok := statebudget.Codes(id)
		if !ok || appropriation != codes[0] || item != codes[1] {
			t.Errorf("%s is %s %s %t", id, appropriation, item, ok)
		}
		if got, ok := statebudget.AppropriationID(codes[0]); !ok || !strings.HasPrefix(id, got) {
			t.Errorf("%s is %s %t", codes[0], got, ok)
		}
	}
	for _, id := range []string{"", "UO10", "UO10 2", "UO09 1:4", "UO 1 1:4", "uo10 2:1", "UO10 2:1 ", "UO10 2:1 ap.", "UO10 2:1 ap.0", "UO10 2:1 ap.01", "UO10 2:1 ap.1000", "UO10 2:1 ap.x", "UO10 2:1ap.1",
		"UO100 2:1", "UO10 100:1", "UO10 2:1000", "UO0 1:1", "UO-1 1:1", "UO10 -2:1", "UO10 2:1 ap.1.1", "UO10 2:1 ap.é"} {
		if a, i, ok := statebudget.Codes(id); ok {
			t.Errorf("%q is %s %s", id, a, i)
		}
	}
	for _, code := range []string{"", "100200", "10020011", "10a2001", "0002001", "1000001", "1002000", "-102001", "1002/01", "100200é"} {
		if id, ok := statebudget.AppropriationID(code); ok {
			t.Errorf("%q is %s", code, id)
		}
	}
	// A code under another area is none.
	if id, ok := (statebudget.Place{Area: statebudget.Named{Code: "11"}, Appropriation: statebudget.Named{Code: "1002001"}}).ID(); ok {
		t.Error(id)
	}
}

func drawSum(t *rapid.T, name string) statebudget.Sum {
	if !rapid.Bool().Draw(t, name+" known") {
		return statebudget.Sum{}
	}
	const most = 1_000_000_000*100_000_000 - 1
	return known(money.Amount(rapid.OneOf(rapid.Int64Range(-most, most), rapid.Int64Range(-200_000_000, 200_000_000)).Draw(t, name)))
}

func drawItem(t *rapid.T, name string) (i statebudget.Item) {
	text := rapid.StringOf(rapid.OneOf(rapid.RuneFrom([]rune(`";å 1`)), rapid.Rune().Filter(func(r rune) bool { return !unicode.IsControl(r) })))
	for n, s := range []*string{&i.Area.Code, &i.Area.Name, &i.Appropriation.Code, &i.Appropriation.Name, &i.Item.Code, &i.Item.Name, &i.Part.Code, &i.Part.Name} {
		*s = text.Draw(t, fmt.Sprint(name, n))
	}
	return i
}

// What is written is read back alike, and what is read and written again is the
// same bytes.
func TestWriter_isReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var years []statebudget.Year
		var months []statebudget.Month
		for line := 2; line < 2+rapid.IntRange(0, 4).Draw(t, "rows"); line++ {
			y := statebudget.Year{Line: line, Year: rapid.IntRange(1000, 9999).Draw(t, "year"), Now: drawItem(t, "now").Place, Then: drawItem(t, "then").Place}
			for n, s := range []*statebudget.Sum{&y.Opening, &y.Budget, &y.Amendments, &y.Withdrawn, &y.Exceeding, &y.Outcome, &y.Credit, &y.Closing} {
				*s = drawSum(t, fmt.Sprint("sum", n))
			}
			m := statebudget.Month{Line: line, Year: y.Year, Now: drawItem(t, "now"), Then: drawItem(t, "then"), Agency: "Å;B", Organisation: "2021005521"}
			for n := range m.Outcome {
				m.Outcome[n] = drawSum(t, fmt.Sprint("month", n))
			}
			years, months = append(years, y), append(months, m)
		}
		var b, again bytes.Buffer
		w := statebudget.NewYearWriter(&b)
		for _, y := range years {
			w.Write(y)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		got, _, err := readYears(bytes.NewReader(b.Bytes()))
		if err != nil || !slices.Equal(got, years) {
			t.Fatalf("%q: %+v %v", b.String(), got, err)
		}
		w = statebudget.NewYearWriter(&again)
		for _, y := range got {
			w.Write(y)
		}
		if err := w.Flush(); err != nil || again.String() != b.String() {
			t.Fatalf("%q was written again as %q, %v", b.String(), again.String(), err)
		}
		b.Reset()
		wm := statebudget.NewMonthWriter(&b)
		for _, m := range months {
			wm.Write(m)
		}
		if err := wm.Flush(); err != nil {
			t.Fatal(err)
		}
		if got, err := readMonths(bytes.NewReader(b.Bytes())); err != nil || !slices.Equal(got, months) {
			t.Fatalf("%q: %+v %v", b.String(), got, err)
		}
	})
}

func TestWriter_writesAsPublished(t *testing.T) {
	var b bytes.Buffer
	w := statebudget.NewYearWriter(&b)
	w.Write(statebudget.Year{Year: 2025, Opening: known(-20_69000000), Budget: known(0), Amendments: known(1), Withdrawn: known(140_00000000), Outcome: known(-50)})
	if err := w.Flush(); err != nil || b.String() != "\ufeff"+yearly+";;;;2025;-20,69;0;0,00000001;140;;-0,0000005;;;;;;\n" {
		t.Errorf("%q %v", b.String(), err)
	}
	b.Reset()
	wm := statebudget.NewMonthWriter(&b)
	if err := wm.Flush(); err != nil || b.String() != "\ufeff"+monthly {
		t.Errorf("%q %v", b.String(), err)
	}
}

func TestWriter_refusesWhatWouldNotBeReadBack(t *testing.T) {
	for want, row := range map[string]statebudget.Year{
		`line 2 cannot be written: År is "0"; expected a year`:        {},
		`line 2 cannot be written: Anslagsnamn is "a\nb"; expected`:   {Year: 2025, Now: statebudget.Place{Appropriation: statebudget.Named{Name: "a\nb"}}},
		`line 2 cannot be written: Utfall is "-92233720368,547758`:    {Year: 2025, Outcome: known(math.MinInt64)},
		`line 2 cannot be written: it has 70021 bytes`:                {Year: 2025, Now: statebudget.Place{Appropriation: statebudget.Named{Name: strings.Repeat("a", 70_001)}}},
		`line 2 cannot be written: Utgiftsområde is "\xff"; expected`: {Year: 2025, Now: statebudget.Place{Area: statebudget.Named{Code: "\xff"}}},
	} {
		var b bytes.Buffer
		w := statebudget.NewYearWriter(&b)
		w.Write(row)
		w.Write(statebudget.Year{Year: 2025})
		if err := w.Flush(); err == nil || !strings.Contains(err.Error(), want) || b.String() != "\ufeff"+yearly {
			t.Errorf("%.300v\nexpected %s", err, want)
		}
	}
}

// FuzzReader: every line is a row or a fault with its place, and what is read can
// be written and is then read alike.
func FuzzReader(f *testing.F) {
	for _, s := range []string{"10;a;1002001;b;2025;1;-2,5;0,00000001;;;−3;1.0;x;;;;", "\"1", "\xff", ";;;;;", "10;\"a;\"\"\";1002001;b;2025;;;;;;;;;;;;", "\n\r\n;"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		text := yearly + body
		rows, _, err := readYears(strings.NewReader(text))
		told := map[int]bool{}
		var bad *statebudget.BadLines
		if errors.As(err, &bad) {
			for _, e := range bad.Faults {
				told[e.Line] = true
				if e.Line < 2 || e.Column < 1 || e.Expected == "" || !utf8.ValidString(e.Error()) {
					t.Fatalf("%q: %+v", body, e)
				}
			}
		} else if err != nil {
			t.Fatalf("%q: %v", body, err)
		}
		var b bytes.Buffer
		w := statebudget.NewYearWriter(&b)
		for _, y := range rows {
			if told[y.Line] {
				t.Fatalf("%q: line %d is a row and a fault", body, y.Line)
			}
			told[y.Line] = true
			w.Write(y)
		}
		if err := w.Flush(); err != nil {
			t.Fatalf("%q was read and cannot be written: %v", body, err)
		}
		if bad == nil || !bad.More {
			for i, line := range strings.Split(text, "\n") {
				if i > 0 && strings.TrimSuffix(line, "\r") != "" && !told[i+1] {
					t.Fatalf("%q: nothing is said of line %d", body, i+1)
				}
			}
		}
		again, _, err := readYears(bytes.NewReader(b.Bytes()))
		if err != nil || len(again) != len(rows) {
			t.Fatalf("%q: written and read as %+v, %v", body, again, err)
		}
		for i, y := range again {
			if y.Line = rows[i].Line; y != rows[i] {
				t.Fatalf("%q: %+v was read back as %+v", body, rows[i], y)
			}
		}
	})
}

// FuzzHeader: any file is refused or read, by both readers.
func FuzzHeader(f *testing.F) {
	f.Add(yearly)
	f.Add(monthly + "10;a;b\n")
	f.Add("\ufeff\"" + yearly)
	f.Fuzz(func(t *testing.T, text string) {
		for _, read := range []func() error{
			func() error { _, _, err := readYears(strings.NewReader(text)); return err },
			func() error { _, err := readMonths(strings.NewReader(text)); return err },
		} {
			if err := read(); err != nil && (!utf8.ValidString(err.Error()) || !strings.HasPrefix(err.Error(), "x.csv:")) {
				t.Fatalf("%q: %v", text, err)
			}
		}
	})
}
