package agi

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// kept keeps what it is given, as if all stood on line 0.
type kept struct{ all []any }

func (k *kept) Absence(a Absence) error         { a.Line = 0; k.all = append(k.all, a); return nil }
func (k *kept) Income(i Income) error           { i.Line = 0; k.all = append(k.all, i); return nil }
func (k *kept) Declaration(d Declaration) error { d.Line = 0; k.all = append(k.all, d); return nil }

func (k *kept) writeTo(w *Writer) error {
	for _, x := range k.all {
		var err error
		switch x := x.(type) {
		case Absence:
			err = w.Absence(x)
		case Income:
			err = w.Income(x)
		case Declaration:
			err = w.Declaration(x)
		}
		if err != nil {
			return err
		}
	}
	return w.Close()
}

// readSmall reads with the smallest window there can be.
func readSmall(in io.Reader) (*kept, *Receipt, error) {
	var k kept
	receipt, err := read(newScanner("x.xml", in, 2*maxTag), &k)
	return &k, receipt, err
}

var employers = []identity.Number{165560269986, 162021005489, 198202252386}

func person(t *rapid.T) identity.Number {
	birth := calendar.New(1930, 1, 1).AddDays(rapid.IntRange(0, 30_000).Draw(t, "born"))
	make := rapid.SampledFrom([]func(calendar.Date, int) (identity.Number, error){identity.NewPerson, identity.NewCoordination}).Draw(t, "sort")
	n, err := make(birth, rapid.IntRange(1, 999).Draw(t, "serial"))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func drawAbsence(t *rapid.T) Absence {
	a := Absence{Employer: rapid.SampledFrom(employers).Draw(t, "employer"), Period: calendar.New(2025, 1, 1).AddMonths(rapid.IntRange(0, 40).Draw(t, "period")),
		Party: person(t), Spec: rapid.IntRange(1, maxSpec).Draw(t, "spec"), Type: rapid.SampledFrom([]Type{TFP, FP}).Draw(t, "type")}
	a.Day = a.Period.EndOfMonth().AddDays(-rapid.IntRange(0, 200).Draw(t, "days before"))
	switch rapid.IntRange(0, 4).Draw(t, "extent") {
	case 0:
		a.Removed = true
	case 1:
		a.Removed, a.Type = true, NoType
	case 2:
		a.Unit, a.Amount = Percent, rapid.Int32Range(1, MaxPercent).Draw(t, "percent")
	default:
		a.Unit, a.Amount = Hours, rapid.Int32Range(1, MaxHours).Draw(t, "hours")
	}
	return a
}

func kronor(t *rapid.T, name string) money.Amount {
	return money.Kronor(rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(0, 99_999), rapid.Int64Range(0, 999_999_999_999)).Draw(t, name))
}

func drawIncome(t *rapid.T) Income {
	i := Income{Employer: rapid.SampledFrom(employers).Draw(t, "employer"), Period: calendar.New(2024, 1, 1).AddMonths(rapid.IntRange(0, 3).Draw(t, "period")),
		Party: person(t), Spec: rapid.IntRange(1, maxSpec).Draw(t, "spec"), Removed: rapid.IntRange(0, 9).Draw(t, "removed") == 0}
	if i.Removed {
		return i
	}
	i.Cash, i.Benefits = kronor(t, "cash"), kronor(t, "benefits")
	if i.TaxKind = TaxKind(rapid.IntRange(0, int(Embassy)).Draw(t, "tax kind")); i.TaxKind != NoTax && i.TaxKind <= ASINK {
		i.Tax = kronor(t, "tax")
	}
	return i
}

// drawRecords are records in any order, with one declaration of each month that has
// incomes, whose sum is theirs.
func drawRecords(t *rapid.T) *kept {
	var k kept
	sums := map[month]money.Amount{}
	for range rapid.IntRange(0, 12).Draw(t, "incomes") {
		i := drawIncome(t)
		sums[month{i.Employer, i.Period}] += i.Tax
		k.all = append(k.all, i)
	}
	for _, employer := range employers {
		for n := range 4 {
			m := month{employer, calendar.New(2024, 1, 1).AddMonths(n)}
			if sum, some := sums[m]; some {
				d := Declaration{Employer: m.employer, Period: m.period, SumFees: kronor(t, "fees"), SumTax: sum}
				if rapid.Bool().Draw(t, "sick pay") {
					cost := kronor(t, "cost")
					d.SickPayCost = &cost
				}
				k.all = append(k.all, d)
			}
		}
	}
	for range rapid.IntRange(1, 12).Draw(t, "absences") {
		k.all = append(k.all, drawAbsence(t))
	}
	k.all = rapid.Permutation(k.all).Draw(t, "order")
	return &k
}

var forms = rapid.Custom(func(t *rapid.T) Form {
	return Form{Prefix: rapid.SampledFrom([]string{"", "agd", "gem", "a", "å-1", "Skatteverket"}).Draw(t, "prefix"), Choice: rapid.Bool().Draw(t, "choice")}
})

// What is written is read back, in every form and however the bytes come.
func TestWriter_isReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := drawRecords(t)
		sender := Sender{Program: rapid.SampledFrom([]string{"", "P", "Lön & <tid> 4.2"}).Draw(t, "program"), Organisation: rapid.SampledFrom([]identity.Number{0, 165560269986}).Draw(t, "organisation"),
			Created: rapid.SampledFrom([]string{"", "2025-04-10T09:00:00", "2025-04-10T09:00:00.123Z"}).Draw(t, "created")}
		var b bytes.Buffer
		if err := want.writeTo(NewWriter(&b, forms.Draw(t, "form"), sender)); err != nil {
			t.Fatal(err)
		}
		// A comment moves everything to other places of the window.
		comment := "<!--" + strings.Repeat("x", rapid.IntRange(0, 40_000).Draw(t, "comment")) + "-->"
		text := bytes.Replace(b.Bytes(), []byte("?>"), []byte("?>"+comment), 1)
		chunks := rapid.SampledFrom([]func(io.Reader) io.Reader{func(r io.Reader) io.Reader { return r }, iotest.OneByteReader, iotest.HalfReader, iotest.DataErrReader}).Draw(t, "chunks")
		got, receipt, err := readSmall(chunks(bytes.NewReader(text)))
		if err != nil || receipt.FaultCount > 0 || len(receipt.LeftAside) > 0 || receipt.Sender != sender || receipt.Bytes != int64(len(text)) || receipt.SHA256 != sha256.Sum256(text) {
			t.Fatalf("%v %+v\n%s", err, receipt, b.Bytes())
		}
		if !reflect.DeepEqual(got.all, want.all) {
			t.Fatalf("%+v\nare read as\n%+v\n%s", want.all, got.all, b.Bytes())
		}
	})
}

// A krona too much or too little in one declaration makes the file one that is refused,
// unless a removal leaves the sum open.
func TestRead_findsEveryWrongSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := drawRecords(t)
		open, wrong := map[month]bool{}, -1
		for n, x := range k.all {
			switch x := x.(type) {
			case Income:
				open[month{x.Employer, x.Period}] = open[month{x.Employer, x.Period}] || x.Removed
			case Declaration:
				wrong = n
			}
		}
		if wrong < 0 {
			return
		}
		d := k.all[wrong].(Declaration)
		if d.SumTax += money.Krona; d.SumTax > money.Krona && rapid.Bool().Draw(t, "too little") {
			d.SumTax -= 2 * money.Krona
		}
		k.all[wrong] = d
		var b bytes.Buffer
		if err := k.writeTo(NewWriter(&b, forms.Draw(t, "form"), Sender{})); err != nil {
			t.Fatal(err)
		}
		_, receipt, err := readSmall(&b)
		var file *FileError
		if isOpen := open[month{d.Employer, d.Period}]; isOpen != (err == nil) || err == nil && receipt.Unjudged == 0 || err != nil && !errors.As(err, &file) {
			t.Fatalf("open: %v; %v", isOpen, err)
		}
	})
}

// A file that is cut off anywhere is refused.
func TestRead_refusesEveryBeginningOfAFile(t *testing.T) {
	for _, name := range []string{"plain.xml", "oddities.xml"} {
		text, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		root := bytes.LastIndex(text, []byte("Skatteverket>")) + len("Skatteverket>")
		for n := range root {
			_, receipt, err := readSmall(bytes.NewReader(text[:n]))
			var file *FileError
			if receipt != nil || !errors.As(err, &file) || file.Line != 1+bytes.Count(text[:n], newline) {
				t.Fatalf("%s cut after %d bytes, on line %d: %v", name, n, 1+bytes.Count(text[:n], newline), err)
			}
		}
		if _, _, err := readSmall(bytes.NewReader(text[:root])); err != nil {
			t.Errorf("%s without what follows the root: %v", name, err)
		}
	}
}

// numbers are ways to write the number of one person; digits that only she has are their
// end.
var numbers = []string{"198202252386", "8202252386", "820225-2386", "19820225-2386", "820225+2386", "19820225 2386", "x198202252386", "198202252386198202252386", "19820225T386", "&#49;98202252386"}

// Wherever a person's number stands where it should not, nothing that is told has it.
func TestRead_neverTellsANumber(t *testing.T) {
	text, err := os.ReadFile("testdata/plain.xml")
	if err != nil {
		t.Fatal(err)
	}
	fields := strings.Split(string(text), ">")
	for i := range fields {
		for _, number := range numbers {
			for _, way := range []func(string) string{
				func(s string) string { return number + s },                                   // in the text
				func(s string) string { return strings.Replace(s, "<", number+"<", 1) },       // at its end
				func(s string) string { return s + " a='" + number + "'" },                    // in an attribute
				func(s string) string { return s + " faltkod='" + number + "'" },              // as a code
				func(s string) string { return s + ` xmlns:p="` + number + `"><p:p/` },        // as a namespace
				func(s string) string { return s + " p:n" + number + "='" },                   // as the name of an attribute
				func(s string) string { return s + "><n" + number + "/" },                     // as a name
				func(s string) string { return strings.Replace(s, "</agd:", "</"+number, 1) }, // in an end tag
				func(s string) string { return s + "><agd:n" + number + "><?" + number },
				func(s string) string {
					return s + "><agd:Franvarouppgift><agd:FranvaroTyp>" + number + "</agd:FranvaroTyp></agd:Franvarouppgift"
				},
			} {
				spoilt := strings.Join(fields[:i], ">") + ">" + way(fields[i]) + ">" + strings.Join(fields[i+1:], ">")
				_, receipt, err := readSmall(strings.NewReader(spoilt))
				all := fmt.Sprint(err)
				if receipt != nil {
					for _, f := range receipt.Faults {
						all += fmt.Sprintf("\n%v %+v", f, f)
					}
					all += fmt.Sprintf("\n%+v", receipt.LeftAside)
				}
				for _, secret := range []string{"2386", "T386"} {
					if strings.Contains(all, secret) {
						t.Fatalf("%s in\n%s", all, spoilt)
					}
				}
			}
		}
	}
}

func TestWriter_refusesWhatAReaderWould(t *testing.T) {
	a := Absence{Employer: 165560269986, Period: calendar.New(2025, 3, 1), Party: 198202252386, Day: calendar.New(2025, 3, 31), Spec: 1, Type: TFP, Unit: Hours, Amount: 1}
	i := Income{Employer: a.Employer, Period: a.Period, Party: a.Party, Spec: 1, Tax: money.Krona, TaxKind: Preliminary}
	d := Declaration{Employer: a.Employer, Period: a.Period}
	wrongAbsence := func(spoil func(*Absence)) func(*Writer) error {
		x := a
		spoil(&x)
		return func(w *Writer) error { return w.Absence(x) }
	}
	wrongIncome := func(spoil func(*Income)) func(*Writer) error {
		x := i
		spoil(&x)
		return func(w *Writer) error { return w.Income(x) }
	}
	wrongDeclaration := func(spoil func(*Declaration)) func(*Writer) error {
		x := d
		spoil(&x)
		return func(w *Writer) error { return w.Declaration(x) }
	}
	for name, write := range map[string]func(*Writer) error{
		"no employer":         wrongAbsence(func(a *Absence) { a.Employer = 0 }),
		"check digit":         wrongAbsence(func(a *Absence) { a.Party++ }),
		"an organisation":     wrongAbsence(func(a *Absence) { a.Party = a.Employer }),
		"before 2025":         wrongAbsence(func(a *Absence) { a.Period, a.Day = calendar.New(2024, 12, 1), calendar.New(2024, 12, 1) }),
		"no first of a month": wrongAbsence(func(a *Absence) { a.Period++ }),
		"no period":           wrongAbsence(func(a *Absence) { a.Period = calendar.None }),
		"after the period":    wrongAbsence(func(a *Absence) { a.Day++ }),
		"no day":              wrongAbsence(func(a *Absence) { a.Day = calendar.None }),
		"spec 0":              wrongAbsence(func(a *Absence) { a.Spec = 0 }),
		"a large spec":        wrongAbsence(func(a *Absence) { a.Spec = maxSpec + 1 }),
		"no type":             wrongAbsence(func(a *Absence) { a.Type = NoType }),
		"a third type":        wrongAbsence(func(a *Absence) { a.Type = FP + 1 }),
		"no unit":             wrongAbsence(func(a *Absence) { a.Unit = NoUnit }),
		"nothing":             wrongAbsence(func(a *Absence) { a.Amount = 0 }),
		"a long day":          wrongAbsence(func(a *Absence) { a.Amount = MaxHours + 1 }),
		"more than whole":     wrongAbsence(func(a *Absence) { a.Unit, a.Amount = Percent, MaxPercent+1 }),
		"removed hours":       wrongAbsence(func(a *Absence) { a.Removed = true }),
		"öre":                 wrongIncome(func(i *Income) { i.Cash = 1 }),
		"below zero":          wrongIncome(func(i *Income) { i.Benefits = -money.Krona }),
		"too much":            wrongIncome(func(i *Income) { i.Tax = money.Kronor(1_000_000_000_000) }),
		"tax of a tick":       wrongIncome(func(i *Income) { i.TaxKind = Local }),
		"tax without a field": wrongIncome(func(i *Income) { i.TaxKind = NoTax }),
		"a tenth tax":         wrongIncome(func(i *Income) { i.TaxKind, i.Tax = Embassy+1, 0 }),
		"removed tax":         wrongIncome(func(i *Income) { i.Removed = true }),
		"no payee":            wrongIncome(func(i *Income) { i.Party = 0 }),
		"sum below zero":      wrongDeclaration(func(d *Declaration) { d.SumTax = -money.Krona }),
		"öre in fees":         wrongDeclaration(func(d *Declaration) { d.SumFees = 50 }),
		"öre in sick pay":     wrongDeclaration(func(d *Declaration) { cost := money.Amount(1); d.SickPayCost = &cost }),
	} {
		w := NewWriter(io.Discard, Form{}, Sender{})
		if err := w.Absence(a); err != nil {
			t.Fatal(err)
		}
		if write(w) == nil {
			t.Errorf("%s is written", name)
		}
		w.Absence(a)
		if w.Close() == nil {
			t.Errorf("%s: the error is forgotten", name)
		}
	}
	for name, w := range map[string]*Writer{
		"a space in the prefix": NewWriter(io.Discard, Form{Prefix: "a b"}, Sender{}), "a colon": NewWriter(io.Discard, Form{Prefix: "a:b"}, Sender{}),
		"xml": NewWriter(io.Discard, Form{Prefix: "xmlns"}, Sender{}), "a control character": NewWriter(io.Discard, Form{}, Sender{Program: "\x00"}),
		"a long name": NewWriter(io.Discard, Form{}, Sender{Program: strings.Repeat("x", 257)}), "no time": NewWriter(io.Discard, Form{}, Sender{Created: "today"}),
		"no organisation": NewWriter(io.Discard, Form{}, Sender{Organisation: 165560269987}),
	} {
		if w.Absence(a) == nil || w.Close() == nil {
			t.Errorf("%s is written", name)
		}
	}
	if NewWriter(io.Discard, Form{}, Sender{}).Close() == nil {
		t.Error("a file without records is written")
	}
}

// lines keeps the lines that records are said to stand on.
type lines struct{ all []int }

func (l *lines) Absence(a Absence) error         { l.all = append(l.all, a.Line); return nil }
func (l *lines) Income(i Income) error           { l.all = append(l.all, i.Line); return nil }
func (l *lines) Declaration(d Declaration) error { l.all = append(l.all, d.Line); return nil }

// Records and faults far into a file are told on their lines.
func TestRead_countsLines(t *testing.T) {
	file := written(Form{Prefix: "agd"}, 1<<20)
	spoilt := bytes.ReplaceAll(file, []byte("2025-03-11"), []byte("2025-02-31"))
	var good, bad []int
	for i, line := range strings.Split(string(spoilt), "\n") {
		switch {
		case line == "<agd:HU>" || line == "<agd:IU>" || line == "<agd:Franvarouppgift>":
			good = append(good, i+1)
		case strings.Contains(line, "2025-02-31"):
			bad = append(bad, i+1)
		}
	}
	good = slices.DeleteFunc(good, func(line int) bool { return slices.Contains(bad, line+3) }) // the day is three lines into a record
	var got lines
	receipt, err := Read("x.xml", bytes.NewReader(spoilt), &got)
	if err != nil || !slices.Equal(got.all, good) || len(bad) == 0 {
		t.Fatalf("%v: %d records, want %d", err, len(got.all), len(good))
	}
	var told []int
	for _, f := range receipt.Faults {
		told = append(told, f.Line)
	}
	if receipt.FaultCount != len(bad) || !slices.Equal(told, bad[:min(len(bad), MaxFaults)]) {
		t.Errorf("faults on other lines than %v: %v", bad, told)
	}
}

// The memory that reading takes does not grow with the file.
func TestRead_takesLittleMemory(t *testing.T) {
	for _, form := range []Form{{Prefix: "agd", Choice: true}, {}} {
		file := written(form, 8<<20)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		var c tally
		if _, err := Read("x.xml", bytes.NewReader(file), &c); err != nil || c.absences == 0 {
			t.Fatal(c, err)
		}
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 1<<20 {
			t.Errorf("reading %d bytes took %d bytes of memory", len(file), used)
		}
	}
}

// FuzzRead: no text makes the reader fail without a place, every fault says where and
// what, and what is given can be written and is read back.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"plain.xml", "oddities.xml", "traps.xml"} {
		text, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got, receipt, err := readSmall(bytes.NewReader(text))
		lines := 1 + bytes.Count(text, newline)
		var file *FileError
		if err != nil {
			if !errors.As(err, &file) || file.Line < 1 || file.Line > lines || file.Why == "" {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		for _, fault := range receipt.Faults {
			if fault.Line < 1 || fault.Line > lines || fault.Element == "" || fault.Expected == "" {
				t.Fatalf("%q: %+v", text, fault)
			}
		}
		aside := 0
		for _, n := range receipt.SetAside {
			aside += n
		}
		if aside != receipt.Absences.SetAside+receipt.Incomes.SetAside+receipt.Declarations.SetAside || aside > receipt.FaultCount ||
			len(got.all) != receipt.Absences.Given+receipt.Incomes.Given+receipt.Declarations.Given {
			t.Fatalf("%q: %+v", text, receipt)
		}
		again := &kept{}
		for _, x := range got.all { // without an income that is set aside a sum need not be right
			if _, is := x.(Declaration); !is {
				again.all = append(again.all, x)
			}
		}
		if len(again.all) == 0 {
			return
		}
		var b bytes.Buffer
		if err := again.writeTo(NewWriter(&b, Form{Prefix: "p"}, Sender{})); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		back, _, err := readSmall(&b)
		if err != nil || !reflect.DeepEqual(back.all, again.all) {
			t.Fatalf("%q: %v", text, err)
		}
	})
}
