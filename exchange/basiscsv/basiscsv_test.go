package basiscsv_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"balans/exchange/basiscsv"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

const (
	header = "source;id;version;status;person;benefit;payout;payee;from;to;paid;tax;entitled\n"
	// Numbers that Skatteverket has published for tests, and of a public body.
	adult, other, employer = "193501096998", "193501259166", "162021005521"
)

func read(in io.Reader) ([]basiscsv.Message, []basiscsv.SetAside, error) {
	return basiscsv.Read("b.csv", in)
}

func number(t testing.TB, s string) identity.Number {
	t.Helper()
	n, err := identity.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// good is a line that can be used, as its fields.
var good = []string{"tfp", "B1", "1", "current", adult, "tillfallig-foraldrapenning", "P1", "", "2025-03-03", "2025-03-04", "1 234,50", "300", "0"}

func with(changes ...string) string {
	f := slices.Clone(good)
	for i := 0; i < len(changes); i += 2 {
		f[slices.Index(basiscsv.Header, changes[i])] = changes[i+1]
	}
	return strings.Join(f, ";") + "\n"
}

func TestRead_putsLinesTogether(t *testing.T) {
	body := with() + with("payout", "P2", "payee", employer, "paid", "10", "tax", "", "entitled", "20,25") + "\n" +
		"tfp;B1;2;blocked;" + adult + ";tillfallig-foraldrapenning;;;;;;;\n" + with("id", `"B;2"`, "person", other, "status", "annulled")
	from := calendar.New(2025, 3, 3)
	payment := basiscsv.Payment{Payout: "P1", Payee: number(t, adult), From: from, To: from + 1, Paid: 123_450, Tax: 30_000}
	elsewhere := payment
	elsewhere.Payee = number(t, other)
	want := []basiscsv.Message{
		{Line: 2, Source: "tfp", ID: "B1", Version: 1, Status: basiscsv.Current, Person: number(t, adult), Benefit: "tillfallig-foraldrapenning", Payments: []basiscsv.Payment{payment,
			{Payout: "P2", Payee: number(t, employer), From: from, To: from + 1, Paid: 1000, Entitled: 2025}}},
		{Line: 5, Source: "tfp", ID: "B1", Version: 2, Status: basiscsv.Blocked, Person: number(t, adult), Benefit: "tillfallig-foraldrapenning"},
		{Line: 6, Source: "tfp", ID: "B;2", Version: 1, Status: basiscsv.Annulled, Person: number(t, other), Benefit: "tillfallig-foraldrapenning", Payments: []basiscsv.Payment{elsewhere}},
	}
	for name, text := range map[string]string{"plain": header + body, "CR LF": strings.ReplaceAll(header+body, "\n", "\r\n"), "byte order mark": "\ufeff" + header + body, "no last end": strings.TrimSuffix(header+body, "\n")} {
		for _, in := range []io.Reader{strings.NewReader(text), iotest.OneByteReader(strings.NewReader(text))} {
			if got, aside, err := read(in); err != nil || len(aside) > 0 || !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %+v %v %v", name, got, aside, err)
			}
		}
	}
}

func TestRead_namesEachFault(t *testing.T) {
	const amount = "an amount from zero in kronor, such as 1234,50"
	for line, want := range map[string]string{
		with("source", "TFP"):                        `source is "TFP"; expected 1 to 40 of a to z, digits and hyphens, not beginning with a hyphen`,
		with("source", ""):                           `source is ""; expected 1 to 40 of a to z, digits and hyphens, not beginning with a hyphen`,
		with("id", " a"):                             `id is " a"; expected a text without space at its ends`,
		with("version", "0"):                         `version is "0"; expected a version, counted from 1`,
		with("version", "1,5"):                       `version is "1,5"; expected a whole number from 0 to 999999999 in digits alone`,
		with("status", "ok"):                         `status is "ok"; expected current, blocked or annulled`,
		with("person", employer):                     `person is "16202100****"; expected the number of a person`,
		with("person", "193501096999"):               `person is "19350109****"; expected an identity number of twelve digits (an organisation: 16 and its ten); the check digit is wrong`,
		with("benefit", ""):                          `benefit is ""; expected 1 to 64 characters`,
		with("payout", "=A1"):                        `payout is "=A1"; expected a text that does not begin with =, +, - or @, which a spreadsheet takes for a formula`,
		with("payee", "x"):                           `payee is "x"; expected an identity number of twelve digits (an organisation: 16 and its ten)`,
		with("from", "3/3"):                          `from is "3/3"; expected a date written YYYY-MM-DD`,
		with("to", "2025-03-02"):                     `to is "2025-03-02"; expected a day that is not before from`,
		with("paid", "-1"):                           `paid is "-1"; expected ` + amount,
		with("paid", "1.50"):                         `paid is "1.50"; expected ` + amount + ` (öre are written after a comma, not a point)`,
		with("tax", "1234,51"):                       `tax is "1234,51"; expected an amount from zero to paid in kronor, such as 1234,50, or nothing`,
		with("entitled", ""):                         `entitled is ""; expected ` + amount,
		"a;b\n":                                      `found "a;b"; expected 13 fields (` + strings.TrimSpace(header) + `), not 2`,
		strings.Repeat("x", 5000) + "\n":             `expected a line of at most 4096 bytes`,
		strings.Join(good[:6], ";") + ";;;;;;;\n":    `payout is ""; expected 1 to 64 characters`,
		with("tax", "", "paid", "", "status", "x"):   `status is "x"; expected current, blocked or annulled`,
		with("payout", "1935\x01", "tax", "999 999"): `payout is "1935\x01"; expected a text without the character U+0001`,
	} {
		got, aside, err := read(strings.NewReader(header + with("id", "before") + line + with("id", "after")))
		if err == nil || !strings.HasPrefix(err.Error(), "b.csv:3:") || !strings.Contains(err.Error(), want) {
			t.Errorf("%v\nexpected %s", err, want)
		}
		for _, m := range got {
			if m.ID != "before" && m.ID != "after" {
				t.Errorf("given: %+v", m)
			}
		}
		if len(got)+len(aside) != 3 || slices.ContainsFunc(aside, func(s basiscsv.SetAside) bool { return s.Line == 3 }) == false {
			t.Errorf("%.40q: given %+v, set aside %+v", line, got, aside)
		}
	}
}

// A message with one bad line is no basis at all, wherever the line stands in it; where a
// line does not say whose it is, neither neighbour is believed to be whole.
func TestRead_setsAsideTheWholeMessage(t *testing.T) {
	a, b, c := func(p string) string { return with("id", "A", "payout", p) }, func(p string) string { return with("id", "B", "payout", p) }, func(p string) string { return with("id", "C", "payout", p) }
	long := strings.Repeat("x", 5000) + "\n"
	for name, x := range map[string]struct {
		body  string
		given string
	}{
		"the first line":       {a("1") + b("") + b("2") + c("1"), "A C"},
		"the last line":        {a("1") + b("1") + b("") + c("1"), "A C"},
		"another person":       {b("1") + with("id", "B", "payout", "2", "person", other) + c("1"), "C"},
		"another status":       {b("1") + with("id", "B", "payout", "2", "status", "blocked") + c("1"), "C"},
		"another benefit":      {b("1") + with("id", "B", "payout", "2", "benefit", "x") + c("1"), "C"},
		"unknown between":      {a("1") + b("1") + "x\n" + c("1") + with("id", "D"), "A D"},
		"unknown id":           {a("1") + with("id", "") + c("1") + with("id", "D"), "D"},
		"too long between":     {a("1") + b("1") + long + c("1") + with("id", "D"), "A D"},
		"too long at the end":  {a("1") + b("1") + long, "A"},
		"unknown first":        {"x\n" + a("1") + b("1"), "B"},
		"apart":                {a("1") + b("1") + a("2") + c("1"), "B C"},
		"apart twice":          {a("1") + b("1") + a("2") + b("2") + c("1"), "C"},
		"apart after unknown":  {a("1") + b("1") + "x\n" + a("2") + c("1"), "C"},
		"a line without":       {with("id", "A", "status", "blocked") + "tfp;A;1;blocked;" + adult + ";tillfallig-foraldrapenning;;;;;;;\n" + c("1"), "C"},
		"two lines without":    {strings.Repeat("tfp;A;1;blocked;"+adult+";tillfallig-foraldrapenning;;;;;;;\n", 2) + c("1"), "C"},
		"a hundred bad lines":  {a("1") + strings.Repeat(b(""), 100) + c("1"), "A C"},
		"more than a hundred":  {a("1") + b("1") + strings.Repeat(b(""), 101) + c("1"), "A"},
		"cut in a message":     {strings.Repeat(a(""), 100) + b("1") + c("1") + c("") + c("2"), "B"},
		"the versions differ":  {a("1") + with("id", "A", "version", "2") + with("id", "A", "version", "3", "payout", ""), "A A"},
		"more than a message":  {strings.Repeat(a("1"), basiscsv.MaxPayments+1) + b("1"), "B"},
		"as many as a message": {strings.Repeat(a("1"), basiscsv.MaxPayments) + b("1"), "A B"},
	} {
		got, aside, err := read(strings.NewReader(header + x.body))
		var names []string
		for _, m := range got {
			names = append(names, m.ID)
			if m.ID == "" || len(m.Payments) == 0 {
				t.Errorf("%s: %+v", name, m)
			}
		}
		if strings.Join(names, " ") != x.given || (err == nil) != (name == "as many as a message") || (err == nil) != (len(aside) == 0) {
			t.Errorf("%s: given %v, set aside %+v, %v", name, names, aside, err)
		}
	}
}

// What is set aside is told by the line it stands on, also with empty lines after it.
func TestRead_setsAsideByTheLine(t *testing.T) {
	_, aside, err := read(strings.NewReader(header + with() + strings.Repeat("x", 5000) + "\n\n\n" + with("id", "after")))
	if want := []basiscsv.SetAside{{Line: 3}, {2, "tfp", "B1", 1}, {6, "tfp", "after", 1}}; err == nil || !slices.Equal(aside, want) {
		t.Errorf("%+v %v", aside, err)
	}
}

func TestRead_wantsItsHeader(t *testing.T) {
	for _, text := range []string{"", "source;id\n", strings.ReplaceAll(header, ";", ",")} {
		_, _, err := read(strings.NewReader(text))
		var line *basiscsv.LineError
		if !errors.As(err, &line) || line.Line != 1 || !strings.HasPrefix(line.Expected, "the header "+strings.TrimSpace(header)) {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}

// A failing disk is no end of file, and nothing of half a file is given.
func TestRead_passesErrorsOn(t *testing.T) {
	broken := errors.New("broken")
	for _, text := range []string{"", "source", header, header + with() + "tfp;B"} {
		if got, _, err := read(io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken))); !errors.Is(err, broken) || got != nil {
			t.Errorf("after %.30q: %v %v", text, got, err)
		}
	}
}

// drawn is a message that can stand in a file.
func drawn(t *rapid.T, i int) basiscsv.Message {
	word := rapid.StringMatching(`[a-zåäö0-9]([a-zåäö0-9 ;"',=+@€-]{0,12}[a-zåäö0-9;"])?`)
	who := rapid.Custom(func(t *rapid.T) identity.Number {
		n, err := identity.NewPerson(calendar.New(1940, 1, 1)+calendar.Date(rapid.IntRange(0, 25_000).Draw(t, "born")), rapid.IntRange(1, 999).Draw(t, "serial"))
		if err != nil {
			t.Fatal(err)
		}
		return n
	})
	m := basiscsv.Message{Source: rapid.StringMatching(`[a-z0-9][a-z0-9-]{0,39}`).Draw(t, "source"), ID: fmt.Sprint(i, word.Draw(t, "id")), Version: rapid.Int32Range(1, basiscsv.MaxVersion).Draw(t, "version"),
		Status: rapid.SampledFrom([]basiscsv.Status{basiscsv.Current, basiscsv.Blocked, basiscsv.Annulled}).Draw(t, "status"), Person: who.Draw(t, "person"), Benefit: word.Draw(t, "benefit")}
	least := 0
	if m.Status == basiscsv.Current {
		least = 1
	}
	for range rapid.IntRange(least, 4).Draw(t, "payments") {
		p := basiscsv.Payment{Payout: word.Draw(t, "payout"), Payee: m.Person, From: calendar.New(2019, 1, 1) + calendar.Date(rapid.IntRange(0, 3000).Draw(t, "from")),
			Paid: money.Amount(rapid.Int64Range(0, 1<<62).Draw(t, "paid")), Entitled: money.Amount(rapid.Int64Range(0, 1<<62).Draw(t, "entitled"))}
		p.To = p.From + calendar.Date(rapid.IntRange(0, 400).Draw(t, "long"))
		p.Tax = money.Amount(rapid.Int64Range(0, int64(p.Paid)).Draw(t, "tax"))
		if rapid.Bool().Draw(t, "another") {
			p.Payee = who.Draw(t, "payee")
		}
		m.Payments = append(m.Payments, p)
	}
	return m
}

// What is written is read back, here and by the standard library.
func TestWriter_isReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var want []basiscsv.Message
		var b bytes.Buffer
		w := basiscsv.NewWriter(&b)
		lines := 1
		for i := range rapid.IntRange(0, 5).Draw(t, "messages") {
			m := drawn(t, i)
			if err := w.Write(&m); err != nil {
				t.Fatal(err)
			}
			m.Line = lines + 1
			lines += max(1, len(m.Payments))
			want = append(want, m)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		text := b.String()
		got, aside, err := read(&b)
		if err != nil || len(aside) > 0 || !reflect.DeepEqual(got, want) {
			t.Fatalf("%v %v\n%+v\nnot\n%+v\n%s", err, aside, got, want, text)
		}
		c := csv.NewReader(strings.NewReader(text))
		c.Comma = ';'
		all, err := c.ReadAll()
		if err != nil || len(all) != lines {
			t.Fatalf("%d lines, not %d: %v", len(all), lines, err)
		}
		at := 1
		for _, m := range want {
			if f := all[at]; f[0] != m.Source || f[1] != m.ID || f[2] != strconv.Itoa(int(m.Version)) || f[3] != string(m.Status) {
				t.Fatalf("%v", f)
			}
			at += max(1, len(m.Payments))
		}
	})
}

func TestWriter_refusesWhatIsNotReadBack(t *testing.T) {
	day := calendar.New(2025, 3, 3)
	for name, spoil := range map[string]func(*basiscsv.Message){
		"source": func(m *basiscsv.Message) { m.Source = "a/b" }, "id": func(m *basiscsv.Message) { m.ID = "" }, "version": func(m *basiscsv.Message) { m.Version = 0 },
		"status": func(m *basiscsv.Message) { m.Status = "" }, "person": func(m *basiscsv.Message) { m.Person = number(t, employer) }, "benefit": func(m *basiscsv.Message) { m.Benefit = "=x" },
		"payments": func(m *basiscsv.Message) { m.Payments = nil }, "payout": func(m *basiscsv.Message) { m.Payments[0].Payout = "" }, "payee": func(m *basiscsv.Message) { m.Payments[0].Payee = 1 },
		"from": func(m *basiscsv.Message) { m.Payments[0].From = calendar.None }, "to": func(m *basiscsv.Message) { m.Payments[0].To = day - 1 }, "paid": func(m *basiscsv.Message) { m.Payments[0].Paid = -1 },
		"tax": func(m *basiscsv.Message) { m.Payments[0].Tax = 3 }, "entitled": func(m *basiscsv.Message) { m.Payments[0].Entitled = -1 },
	} {
		m := basiscsv.Message{Source: "tfp", ID: "B", Version: 1, Status: basiscsv.Current, Person: number(t, adult), Benefit: "x", Payments: []basiscsv.Payment{{Payout: "P", Payee: number(t, adult), From: day, To: day, Paid: 2}}}
		if err := basiscsv.NewWriter(io.Discard).Write(&m); err != nil {
			t.Fatal(err)
		}
		spoil(&m)
		w := basiscsv.NewWriter(io.Discard)
		if err := w.Write(&m); err == nil || w.Flush() == nil {
			t.Errorf("%s: written", name)
		} else if strings.Contains(err.Error(), adult) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever the file holds, what is given can be written, and is then read as the same.
func FuzzRead(f *testing.F) {
	f.Add(header + with() + with("payout", "P2"))
	f.Add(header + "tfp;B1;2;blocked;" + adult + ";x;;;;;;;\n" + with("id", `"B;2"`))
	f.Add(header + with() + "x\n" + with("id", "B2", "paid", "") + with())
	f.Fuzz(func(t *testing.T, text string) {
		got, aside, err := read(strings.NewReader(text))
		if err == nil && len(aside) > 0 {
			t.Fatalf("%v is set aside, and nothing says why", aside)
		}
		var b bytes.Buffer
		w := basiscsv.NewWriter(&b)
		for i := range got {
			if err := w.Write(&got[i]); err != nil {
				t.Fatalf("%+v: %v", got[i], err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		again, aside, err := read(&b)
		if err != nil || len(aside) > 0 || len(again) != len(got) {
			t.Fatalf("%v %v", aside, err)
		}
		for i := range got {
			again[i].Line = got[i].Line
			if !reflect.DeepEqual(got[i], again[i]) {
				t.Fatalf("%+v is read back as %+v", got[i], again[i])
			}
		}
	})
}
