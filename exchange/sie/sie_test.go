package sie_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"balans/exchange/sie"
	"balans/law/calendar"
	"balans/law/money"
)

// file is a whole 4E file with what the norm and programs have of everything.
const file = `#FLAGGA 0
#PROGRAM "Redovisning \"Öre\"" 1.0
#FORMAT PC8
#GEN 20260105 AB
#SIETYP 4
#FNAMN "Myndigheten för prov"
#ORGNR 202100-5521
#RAR 0 20250101 20251231
#RAR -1 20240101 20241231
#KONTO 1930 "Räntekonto"
#KONTO 5011 Ersättning
#KTYP 1930 T
#DIM 1 "Anslag"
#UNDERDIM 21 "Anslagspost" 1
#OBJEKT 1 "1002001" "2:1"
#IB 0 1930 1000.00
#UB 0 1930 742.5
#RES 0 5011 257.50
#PBUDGET 0 5011 202501 {1 "1002001"} 100
#VER A 1 20250131 "Utbetalning C:\dir" 20250201 "Eva Ek"
{
	#TRANS 5011 { 1 "1002001" "21" P} 200 20250131 "" 3 "EE"
#TRANS 1930 {} -200.000
#BTRANS 1930 {} 7 20260301 "bort"
#RTRANS 5011 {} 57.5 20260301 "" "" "BB"
#TRANS 5011 {} 57.5
#RTRANS 1930 {} -57.50 20250202 "ny"
#TRANS 1930 {} -57.5 20250202 "ny"
}
`

func read(t testing.TB, text string) *sie.File {
	t.Helper()
	f, err := sie.Read("x.se", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// problems are the problems, one a line.
func problems(f *sie.File) string {
	var all []string
	for _, p := range f.Problems {
		all = append(all, p.String())
	}
	return strings.Join(all, "\n")
}

func TestRead_readsTheWholeFile(t *testing.T) {
	f := read(t, file)
	if len(f.Problems) > 0 || f.Err() != nil {
		t.Errorf("%s", problems(f))
	}
	day := calendar.New
	want := &sie.File{
		Name: "x.se", Encoding: "UTF-8", Format: "PC8", Type: 4, Program: `Redovisning "Öre"`, Version: "1.0",
		Generated: day(2026, 1, 5), GeneratedBy: "AB", Company: "Myndigheten för prov", Organisation: "202100-5521",
		Years: []sie.Year{
			{Line: 8, Index: 0, Period: calendar.Period{From: day(2025, 1, 1), To: day(2025, 12, 31)}},
			{Line: 9, Index: -1, Period: calendar.Period{From: day(2024, 1, 1), To: day(2024, 12, 31)}}},
		Accounts:   []sie.Account{{Line: 10, Number: "1930", Name: "Räntekonto"}, {Line: 11, Number: "5011", Name: "Ersättning"}},
		Dimensions: []sie.Dimension{{Line: 13, Number: 1, Name: "Anslag"}, {Line: 14, Number: 21, Name: "Anslagspost", Parent: 1}},
		Objects:    []sie.ObjectName{{Line: 15, Object: sie.Object{Dim: 1, ID: "1002001"}, Name: "2:1"}},
		Opening:    []sie.Balance{{Line: 16, Account: "1930", Amount: 1000_00}},
		Closing:    []sie.Balance{{Line: 17, Account: "1930", Amount: 742_50}},
		Results:    []sie.Balance{{Line: 18, Account: "5011", Amount: 257_50}},
		Other:      []sie.Record{{Line: 12, Label: "KTYP", Fields: []string{"1930", "T"}}, {Line: 19, Label: "PBUDGET", Fields: []string{"0", "5011", "202501", "{1 1002001}", "100"}}},
		Vouchers: []sie.Voucher{{Line: 20, Series: "A", Number: "1", Date: day(2025, 1, 31), Text: `Utbetalning C:\dir`, Registered: day(2025, 2, 1), Sign: "Eva Ek",
			Rows: []sie.Row{
				{Line: 22, Account: "5011", Objects: []sie.Object{{Dim: 1, ID: "1002001"}, {Dim: 21, ID: "P"}}, Amount: 200_00, Date: day(2025, 1, 31), Quantity: "3", Sign: "EE"},
				{Line: 23, Account: "1930", Amount: -200_00, Date: day(2025, 1, 31)},
				{Line: 26, Account: "5011", Amount: 57_50, Date: day(2025, 1, 31), Sign: "BB", Added: true},
				{Line: 28, Account: "1930", Amount: -57_50, Date: day(2025, 2, 2), Text: "ny", Added: true}},
			Removed: []sie.Row{{Line: 24, Account: "1930", Amount: 7_00, Date: day(2026, 3, 1), Text: "bort"}}}},
	}
	if !reflect.DeepEqual(f, want) {
		t.Errorf("\n%+v\nexpected\n%+v", f, want)
	}
	for name, text := range map[string]string{"CR LF": strings.ReplaceAll(file, "\n", "\r\n"), "byte order mark": "\ufeff" + file, "end of file sign": file + "\x1a", "no last end": strings.TrimSuffix(file, "\n"), "empty lines after": file + "\n \n"} {
		got, err := sie.Read("x.se", iotest.OneByteReader(strings.NewReader(text)))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}

// The norm's encoding and the two that programs use instead give the same file,
// whatever #FORMAT says.
func TestRead_concludesTheEncoding(t *testing.T) {
	want := read(t, file)
	for name, table := range map[string]*charmap.Charmap{"CP437": charmap.CodePage437, "Windows-1252": charmap.Windows1252} {
		text, err := table.NewEncoder().String(file)
		if err != nil {
			t.Fatal(err)
		}
		want.Encoding = name
		if got := read(t, text); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if f := read(t, strings.NewReplacer("ö", "o", "ä", "a", "Ö", "O").Replace(file)); f.Encoding != "ASCII" || len(f.Problems) > 0 {
		t.Errorf("%s %s", f.Encoding, problems(f))
	}
	// Letters that come only after what the encoding is concluded from.
	late := "#FLAGGA 0\n#SIETYP 4\n" + strings.Repeat("#PROSA \"x\"\n", 100_000) + "#FNAMN \"\x94re\"\n"
	if f := read(t, late); f.Encoding != "CP437" || f.Company != "öre" {
		t.Errorf("%s %q", f.Encoding, f.Company)
	}
}

func TestRead_warnsOfMixedEncodings(t *testing.T) {
	for text, want := range map[string]string{
		"#FLAGGA 0\n#SIETYP 4\n#FNAMN \"\x84\x94\x86\"\n#PROSA \"\xe5\"\n": "4: warning: text: the line has signs that are letters in another encoding; the file is read as CP437",
		"#FLAGGA 0\n#SIETYP 4\n#FNAMN \"\xe4\xf6\xe5\"\n#PROSA \"\x86\"\n": "4: warning: text: the line has signs that are letters in another encoding; the file is read as Windows-1252",
		"#FLAGGA 0\n#SIETYP 4\n#FNAMN \"äöå\"\n#PROSA \"\xe5\"\n":          "4: warning: text: the line is not UTF-8, as the rest of the file is; letters are lost",
		"#FLAGGA 0\n#SIETYP 4\n#FNAMN \"�vrigt\"\n":                        "3: warning: text: a letter was lost (U+FFFD) before the file came here",
	} {
		f := read(t, text)
		if problems(f) != want {
			t.Errorf("%q: %s", text, problems(f))
		}
		for _, o := range f.Other {
			if !utf8.ValidString(strings.Join(o.Fields, "")) {
				t.Errorf("%q: %q", text, o.Fields)
			}
		}
	}
}

// Each change of the good file gives just the problems it should.
func TestRead_findsWhatIsWrong(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"#FLAGGA 0\n", "", "1: warning: PROGRAM: the first line is to be #FLAGGA 0"},
		{"#FLAGGA 0", "#FLAGGA 1", "1: warning: FLAGGA: the file says that it has been read in before"},
		{"#SIETYP 4", "#SIETYP 1", `5: SIETYP: the file is of type "1"; expected 4, which has vouchers`},
		{"#SIETYP 4\n", "", "28: SIETYP: it is missing, and the file is then of type 1, which has no vouchers; expected #SIETYP 4"},
		{"#SIETYP 4", "#SIETYP x", `5: SIETYP: the file is of type "x"; expected 4, which has vouchers`},
		{"5521\n", "5522\n", "7: warning: ORGNR: the organisation number cannot be right: identity: the check digit is wrong"},
		{"#KTYP 1930 T", "#VALUTA EUR", `12: VALUTA: the amounts are in "EUR"; expected SEK`},
		{"#KTYP 1930 T", "#VALUTA SEK", ""},
		{"#KTYP", "#ktyp", ""},
		{"#KTYP", "#EGEN", "12: warning: EGEN: the label is not one of the norm; the line is kept and not read"},
		{"#KTYP", "KTYP", `12: line: "KTYP 1930 T" is no record; expected a label beginning with #`},
		{"#RAR -1", "#RAR 0", "9: RAR: line 8 gives year 0 too"},
		{"#RAR 0 20250101", "#RAR 0 20260101", "8: RAR: the year ends 2025-12-31, before it begins 2026-01-01\n20: VER date: 2025-01-31 is not in the financial year 2026-01-01–2025-12-31 (#RAR 0)\n28: TRANS date: 2025-02-02 is not in the financial year 2026-01-01–2025-12-31 (#RAR 0)"},
		{"#RAR 0 20250101 20251231", "#RAR 0  ", ""},
		{"20250131 \"Utbetalning", "20240131 \"Utbetalning", "20: VER date: 2024-01-31 is not in the financial year 2025-01-01–2025-12-31 (#RAR 0)"},
		{"20250131 \"Utbetalning", "20250231 \"Utbetalning", `20: VER date: "20250231" is no date; expected YYYYMMDD`},
		{"20250131 \"Utbetalning", "2025-01-31 \"Utbetalning", "20: warning: VER date: 2025-01-31 is to be written YYYYMMDD; it was read as 2025-01-31"},
		{"20250131 \"Utbetalning", "\"\" \"Utbetalning", "20: VER date: it is missing"},
		{"20250202 \"ny\"\n}", "20260202 \"ny\"\n}", "28: TRANS date: 2026-02-02 is not in the financial year 2025-01-01–2025-12-31 (#RAR 0)"},
		{"#KONTO 5011 Ersättning\n", "", "17: warning: RES account: account \"5011\" is not declared with #KONTO"},
		{"#KONTO 5011", "#KONTO 1930", "11: warning: KONTO: account 1930 is declared twice\n18: warning: RES account: account \"5011\" is not declared with #KONTO"},
		{"#IB 0 1930 1000.00", "#IB 0 1930 1000,00", `16: IB amount: "1000,00" is no amount; expected kronor with a point and at most two decimals, such as -1234.50`},
		{"#IB 0 1930 1000.00", "#IB 0 1930 1000.001", `16: IB amount: "1000.001" has parts of an öre; expected at most two decimals`},
		{"#IB 0 1930 1000.00", "#IB 0 1930 1000.01", "17: UB: account 1930 has 742,50; opening balance and rows give 742,51"},
		{"#IB 0 1930 1000.00", "#IB -1 1930 5", ""},
		{"#IB 0 1930 1000.00", "#IB x", "16: IB year: \"x\" is no whole number\n16: IB account: it is missing\n16: IB amount: \"\" is no amount; expected kronor such as -1234.50"},
		{"#RES 0 5011 257.50", "#RES 0 5011 257.49", "18: RES: account 5011 has 257,49; the rows give 257,50"},
		{"#TRANS 1930 {} -200.000", "#TRANS 1930 {} -200.01", "17: UB: account 1930 has 742,50; opening balance and rows give 742,49\n20: VER: the rows add up to −0,01; expected 0"},
		{"#TRANS 1930 {} -200.000", "#TRANS 1930 -200", "23: TRANS objects: there is no list of objects; expected {} after the account"},
		{"#TRANS 1930 {} -200.000", "#TRANS 1930 {1} -200", "23: TRANS objects: {1} is no list of dimension and object by turns"},
		{"#TRANS 1930 {} -200.000", "#TRANS 1930 {x 1} -200", "23: TRANS objects: {x 1} is no list of dimension and object by turns"},
		{"#TRANS 1930 {} -200.000", "#TRANS 1930 {1 2 -200", "23: TRANS: the list of objects has no closing }"},
		{"#TRANS 1930 {} -200.000", "#TRANS \"\" {} -200", "23: TRANS account: it is missing"},
		{"#TRANS 1930 {} -200.000", "#TRANS 1930 {} -200 2025 ", `23: TRANS date: "2025" is no date; expected YYYYMMDD`},
		{"#TRANS 1930 {} -200.000", "#TRANS 1930 {} -200 \"\" \"a", "23: TRANS: a quotation mark is not closed on its line"},
		{"#TRANS 1930 {} -200.000", "#TRANS 1930 {} -200 \"\" \"a\"b\"", `23: TRANS: the text after the closing quotation mark of "a" is to begin with a space; a mark inside a text is written with \ before it`},
		{"#TRANS 1930 {} -200.000", "#TRANS 1930 {} -200 \"\" a\"b", `23: TRANS: there is a quotation mark in a"b; a text with one is to stand in quotation marks, with \ before the mark inside`},
		{"#TRANS 1930 {} -200.000", "#KONTO 1 x", "23: KONTO: it stands inside the voucher of line 20; expected a row, or } first"},
		{"#TRANS 1930 {} -200.000", "{", "17: UB: account 1930 has 742,50; opening balance and rows give 942,50\n20: VER: the rows add up to 200,00; expected 0\n23: {: the voucher of line 20 has its { already"},
		{"#BTRANS 1930 {} 7", "#BTRANS 1930 {} x", `24: BTRANS amount: "x" is no amount; expected kronor with a point and at most two decimals, such as -1234.50`},
		{"#TRANS 5011 {} 57.5\n", "", "25: warning: RTRANS: no #TRANS with the same account, objects and amount follows, as the norm says; the row is counted by itself\n25: TRANS date: 2026-03-01 is not in the financial year 2025-01-01–2025-12-31 (#RAR 0)"},
		{"-57.5 20250202 \"ny\"\n}", "-57.51 20250202 \"ny\"\n}", "17: UB: account 1930 has 742,50; opening balance and rows give 684,99\n20: VER: the rows add up to −57,51; expected 0\n27: warning: RTRANS: no #TRANS with the same account, objects and amount follows, as the norm says; the row is counted by itself"},
		{"{\n", "", "21: TRANS: the row stands outside a voucher; expected #VER and { before it\n22: TRANS: the row stands outside a voucher; expected #VER and { before it\n23: BTRANS: the row stands outside a voucher; expected #VER and { before it\n24: RTRANS: the row stands outside a voucher; expected #VER and { before it\n25: TRANS: the row stands outside a voucher; expected #VER and { before it\n26: RTRANS: the row stands outside a voucher; expected #VER and { before it\n27: TRANS: the row stands outside a voucher; expected #VER and { before it\n28: }: the voucher of line 20 has no {"},
		{"\"ny\"\n}\n", "\"ny\"\n", "28: VER: the voucher of line 20 has no }, and the file ends"},
		{"#VER A 1 20250131 \"Utbetalning C:\\dir\" 20250201 \"Eva Ek\"\n", "", "20: {: it stands after no #VER\n21: TRANS: the row stands outside a voucher; expected #VER and { before it\n22: TRANS: the row stands outside a voucher; expected #VER and { before it\n23: BTRANS: the row stands outside a voucher; expected #VER and { before it\n24: RTRANS: the row stands outside a voucher; expected #VER and { before it\n25: TRANS: the row stands outside a voucher; expected #VER and { before it\n26: RTRANS: the row stands outside a voucher; expected #VER and { before it\n27: TRANS: the row stands outside a voucher; expected #VER and { before it\n28: }: there is no voucher to end"},
		{"#VER A", "#VER A 1 20250131\n{\n}\n#VER A", "20: warning: VER: the voucher has no rows\n23: VER number: A 1 of 2025-01-31 stands on line 20 too"},
		{"#VER A", "#VER A 1 20250130\n{\n}\n#VER A", "20: warning: VER: the voucher has no rows\n23: warning: VER number: A 1 stands on line 20 too, with another date"},
		{"#VER A", "#VER A 0 20250131\n{\n}\n#VER \"\" \"\" 20250131\n{\n}\n#VER \"\" \"\" 20250131\n{\n}\n#VER A", "20: warning: VER: the voucher has no rows\n23: warning: VER: the voucher has no rows\n26: warning: VER: the voucher has no rows"},
		{"#VER A", "#VER B 1 20250131\n#VER A", "21: VER: the voucher of line 20 has no }, and a new voucher begins"},
		{"#VER A", "}\n#VER A", "20: }: there is no voucher to end"},
	} {
		text := strings.Replace(file, c.old, c.new, 1)
		if text == file {
			t.Fatalf("%q is not in the file", c.old)
		}
		f := read(t, text)
		got := problems(f)
		if got != c.want {
			t.Errorf("%q for %q:\n%s\nexpected\n%s", c.new, c.old, got, c.want)
		}
		if bad := slices.ContainsFunc(f.Problems, func(p sie.Problem) bool { return !p.Warning }); bad != (f.Err() != nil) {
			t.Errorf("%q: %v", c.new, f.Err())
		}
	}
}

// A row that cannot be used makes no sums wrong: what is compared is whole, or is
// not compared.
func TestRead_saysNothingOfSumsItDoesNotKnow(t *testing.T) {
	f := read(t, strings.Replace(file, "{} -200.000", "{} -2OO", 1))
	if len(f.Problems) != 1 || f.Problems[0].Line != 23 || len(f.Vouchers) != 1 || len(f.Vouchers[0].Rows) != 3 {
		t.Errorf("%s", problems(f))
	}
}

func TestRead_refusesWhatIsNoSIEFile(t *testing.T) {
	for text, want := range map[string]string{
		"":                                    "x.se:1: the file does not begin with #",
		"hello\n":                             "x.se:1: the file does not begin with #",
		"\ufeff<?xml version=\"1.0\"?><Sie/>": "x.se:1: the file is XML, perhaps SIE 5",
		"\xff\xfe#\x00F\x00":                  "x.se:1: the file is in UTF-16",
		"#FLAGGA 0\x00\n":                     "x.se:1: the file is in UTF-16 or no text",
		"#FLAGGA 0\n#" + strings.Repeat("x", 1<<20): "x.se:2: the line is longer than 262144 bytes",
	} {
		if f, err := sie.Read("x.se", strings.NewReader(text)); err == nil || f != nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}

// A failing disk is no end of file, and neither is one who takes no more.
func TestScan_passesErrorsOn(t *testing.T) {
	broken := errors.New("broken")
	for _, text := range []string{"", "#FLA", file, file + "#VER A"} {
		if f, err := sie.Read("x.se", io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken))); !errors.Is(err, broken) || f != nil {
			t.Errorf("after %.10q: %v", text, err)
		}
	}
	for _, text := range []string{file, strings.TrimSuffix(file, "}\n"), strings.TrimSuffix(file, "}\n") + "#VER A 2 20250101\n"} {
		if _, err := sie.Scan("x.se", strings.NewReader(text), func(sie.Voucher) error { return broken }); !errors.Is(err, broken) {
			t.Errorf("%v", err)
		}
	}
	f, err := sie.Scan("x.se", strings.NewReader(file), func(sie.Voucher) error { return nil })
	if err != nil || f.Vouchers != nil || len(f.Problems) > 0 {
		t.Errorf("%+v %v", f, err)
	}
}

func TestRead_listsSoManyProblems(t *testing.T) {
	f := read(t, "#FLAGGA 0\n#SIETYP 4\n"+strings.Repeat("x\n", sie.MaxProblems+7))
	if len(f.Problems) != sie.MaxProblems || f.Omitted != 7 || !strings.HasSuffix(f.Err().Error(), "x.se: 7 problems more are not listed") || !strings.HasPrefix(f.Err().Error(), `x.se:3: line: "x" is no record`) {
		t.Errorf("%d, %d more, %.100v", len(f.Problems), f.Omitted, f.Err())
	}
}

// Texts, objects and amounts come back as they were written, in each encoding.
func TestRead_readsWhatIsWritten(t *testing.T) {
	letters := rapid.StringOf(rapid.RuneFrom([]rune("åäöÅÄÖé abc{}#\"1-"))).Filter(func(s string) bool { return !strings.HasSuffix(s, `\\`) })
	quote := func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"` }
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		b.WriteString("#FLAGGA 0\n#SIETYP 4\n#FNAMN \"åäöåäöåäöåäöåäöåäö\"\n#VER A 1 20250131\n{\n")
		var want []sie.Row
		var sum money.Amount
		for i := range rapid.IntRange(0, 5).Draw(t, "rows") {
			row := sie.Row{Line: 6 + i, Account: fmt.Sprint("k", letters.Draw(t, "account")), Text: letters.Draw(t, "text"), Date: calendar.New(2025, 1, 31),
				Amount: money.Amount(rapid.Int64Range(-1_000_000_000_000, 1_000_000_000_000).Draw(t, "amount"))}
			sum += row.Amount
			var list []string
			for range rapid.IntRange(0, 3).Draw(t, "objects") {
				o := sie.Object{Dim: rapid.IntRange(1, 99).Draw(t, "dim"), ID: "o" + letters.Draw(t, "object")}
				row.Objects = append(row.Objects, o)
				list = append(list, fmt.Sprint(o.Dim), quote(o.ID))
			}
			sign, size := "", row.Amount
			if size < 0 {
				sign, size = "-", -size
			}
			fmt.Fprintf(&b, "#TRANS %s {%s} %s%d.%02d \"\" %s\n", quote(row.Account), strings.Join(list, " "), sign, size/100, size%100, quote(row.Text))
			want = append(want, row)
		}
		b.WriteString("}\n")
		text, name := b.String(), "UTF-8"
		for _, c := range []*charmap.Charmap{nil, charmap.CodePage437, charmap.Windows1252} {
			if c != nil {
				var err error
				if text, err = c.NewEncoder().String(b.String()); err != nil {
					t.Fatal(err)
				}
				name = map[*charmap.Charmap]string{charmap.CodePage437: "CP437", charmap.Windows1252: "Windows-1252"}[c]
			}
			f, err := sie.Read("x.se", strings.NewReader(text))
			if err != nil || f.Encoding != name || len(f.Vouchers) != 1 || !reflect.DeepEqual(f.Vouchers[0].Rows, want) {
				t.Fatalf("%q: %+v %v", text, f, err)
			}
			if adds := !strings.Contains(problems(f), "add up"); adds != (sum == 0) {
				t.Fatalf("the sum is %d: %s", sum, problems(f))
			}
		}
	})
}

// Files of other programs are read, when they are at hand.
func TestRead_readsFilesOfPrograms(t *testing.T) {
	for name, want := range map[string]struct {
		vouchers, rows, removed, added, errors int
	}{
		"BL0001_typ4.SE":  {84, 405, 3, 6, 0},
		"BL0001_typ4I.SI": {1, 10, 0, 0, 0},
		"BL0001_typ1.SE":  {0, 0, 0, 0, 1},
	} {
		in, err := os.Open("../../../shared/samples/sie/" + name)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		f, err := sie.Read(name, in)
		if err != nil {
			t.Error(err)
			continue
		}
		got := want
		got.vouchers, got.rows, got.removed, got.added, got.errors = len(f.Vouchers), 0, 0, 0, 0
		for _, v := range f.Vouchers {
			got.rows += len(v.Rows)
			got.removed += len(v.Removed)
			for _, r := range v.Rows {
				if r.Added {
					got.added++
				}
			}
		}
		for _, p := range f.Problems {
			if !p.Warning {
				got.errors++
			}
		}
		if got != want || f.Encoding != "CP437" || f.Company != "SEEE Speak Easy Executive English AB" {
			t.Errorf("%s: %+v, expected %+v; %s %s\n%v", name, got, want, f.Encoding, f.Company, f.Err())
		}
	}
}

// FuzzRead: whatever the file, all that comes out is text, every problem has its
// line and says what it is, and vouchers of which nothing is said add up.
func FuzzRead(f *testing.F) {
	f.Add([]byte(file))
	f.Add([]byte("#FLAGGA 0\n#SIETYP 4\n#VER \"\" \"\" 20250101\n{\n#TRANS 1 {1 \"a\"} -.5\n}\n"))
	f.Add([]byte("#FLAGGA 0\n#RAR 0 20250101 20251231\n#VER\n{\n#RTRANS 1 {} 1\n}\n}\n#TRANS\n"))
	f.Add([]byte("#\x86 \"\\\"\xe5\"{}{\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := sie.Read("x.se", strings.NewReader(string(text)))
		if err != nil {
			return
		}
		lines := strings.Count(string(text), "\n") + 1
		for _, p := range file.Problems {
			if p.Line < 1 || p.Line > lines || p.Text == "" || !utf8.ValidString(p.String()) {
				t.Fatalf("%q: %+v", text, p)
			}
		}
		for _, v := range file.Vouchers {
			var sum money.Amount
			for _, r := range v.Rows {
				sum += r.Amount
				if r.Account == "" || r.Line <= v.Line {
					t.Fatalf("%q: %+v", text, r)
				}
			}
			if sum != 0 && file.Err() == nil {
				t.Fatalf("%q: voucher %+v adds up to %d, and nothing is said", text, v, sum)
			}
		}
	})
}
