package field_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"balans/exchange/field"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// line is a field with what stands after it in a file, and where it begins.
func line(s, after string) (b []byte, at int) {
	return []byte("before;" + s + after + strings.Repeat(";9\n", 2*field.Room)), 7
}

// agree fails when a quick one answers what its careful one does not. It returns how
// many quick ones answered.
func agree(t interface{ Fatalf(string, ...any) }, s, after string) (answers int) {
	b, at := line(s, after)
	s, _, _ = strings.Cut(s, ";") // the rest of it is other fields
	same := func(name string, next int, quick, careful any, why string) {
		if next == field.NotPlain {
			return
		}
		answers++
		if why != "" || quick != careful || next != at+len(s)+1 {
			t.Fatalf("%s of %q: quickly %v to %d, with care %v %q", name, s, quick, next-at, careful, why)
		}
	}
	var months field.Months
	for range 2 { // when the month is new, and when it is remembered
		date, next := months.QuickDate(b, at)
		slow, why := field.Date(s)
		same("date", next, date, slow, why)
		date, next = months.QuickMonth(b, at)
		slow, why = field.Month(s)
		same("month", next, date, slow, why)
	}
	party, next := field.QuickParty(b, at)
	number, why := field.Party(s)
	same("party", next, party, number, why)
	if strings.HasPrefix(after, ";") && (next == field.NotPlain) != (why != "") {
		t.Fatalf("party %q: quickly to %d, with care %q", s, next, why)
	}
	amount, next := field.QuickAmount(b, at)
	kronor, why := field.Amount(s)
	same("amount", next, amount, kronor, why)
	for _, most := range []int32{10_000, 1 << 30} {
		v, next := field.QuickHundredths(b, at, 1, most)
		w, why := field.Hundredths(s, 1, most)
		same("hundredths", next, v, w, why)
		v, next = field.QuickWhole(b, at, most)
		w, why = field.Whole(s, most)
		same("whole", next, v, w, why)
	}
	for _, most := range []int{5, 64} {
		text, next := field.QuickText(b, at, most)
		same("text", next, string(text), s, field.Text(s, 1, most))
	}
	return answers
}

func TestQuick_saysWhatTheCarefulSay(t *testing.T) {
	party := rapid.Custom(func(t *rapid.T) string {
		n := rapid.Int64Range(160_000_000_000, 209_999_999_999).Draw(t, "number")
		if rapid.Bool().Draw(t, "dated") {
			n = int64(calendar.Date(rapid.Int32Range(-44_000, 60_000).Draw(t, "day")).Int())*10_000 + n%10_000
		}
		return fmt.Sprint(n)
	})
	value := rapid.OneOf(party,
		rapid.StringMatching(`[0-9]{4}-[01][0-9]-[0-3][0-9]`), rapid.StringMatching(`(19|20)[0-9]{2}-[01][0-9](-[0-3][0-9])?`),
		rapid.StringMatching(`[0-9]{0,9}(,[0-9]{0,3})?`), rapid.StringMatching(`0{4,7}[0-9](,[0-9]{1,2})?`),
		rapid.StringMatching(`[ -~]{0,70}`), rapid.StringMatching(`[\x00-\x7f]{1,9}`), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		s := value.Draw(t, "text")
		if s != "" && rapid.IntRange(0, 3).Draw(t, "spoil") == 0 { // one byte another
			b := []byte(s)
			b[rapid.IntRange(0, len(b)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
			s = string(b)
		}
		agree(t, s, rapid.SampledFrom([]string{";", ";5", ";;", ";\xff\xff", "\n", "\r\n", "\n;", ";-01-02;"}).Draw(t, "after"))
	})
}

// The last field ends where the line does, and nowhere else.
func TestQuickRest_readsToTheLinesEnd(t *testing.T) {
	for text, want := range map[string]string{"": "", "x": "x", "a text of some length": "a text of some length"} {
		for _, end := range []string{"\n", "\r\n"} {
			b, at := line(text, end)
			if got, next := field.QuickRest(b, at, 30); string(got) != want || next != at+len(text) {
				t.Errorf("%q%q: %q to %d", text, end, got, next)
			}
		}
	}
	for _, text := range []string{";", "a;b", "a longer text;", "a\tb", "a\rb", " a", "a ", "=a", "å", "a\x7f", "a\x00", "a text of more than thirty letters"} {
		b, at := line(text, "\n")
		if got, next := field.QuickRest(b, at, 30); next != field.NotPlain {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// Every date of some centuries and every number of a day is answered for quickly:
// what is not would make a file slow.
func TestQuick_answersForWhatIsPlain(t *testing.T) {
	var months field.Months
	for d := calendar.New(1890, 1, 1); d < calendar.New(2156, 1, 1); d++ {
		b, at := line(d.String(), ";")
		if got, next := months.QuickDate(b, at); next != at+11 || got != d {
			t.Fatalf("%s: %v %v", d, got, next)
		}
		if d.Day() == 1 {
			b, at := line(string(field.AppendMonth(nil, d)), ";")
			if got, next := months.QuickMonth(b, at); next != at+8 || got != d {
				t.Fatalf("%s: %v %v", d, got, next)
			}
		}
	}
	for serial := 1; serial < 1000; serial++ {
		n, err := identity.NewPerson(calendar.New(1980, time.March, 1+serial%31), serial)
		if err != nil {
			t.Fatal(err)
		}
		for digit := range int64(10) { // one of ten check digits is right
			text := fmt.Sprint(int64(n)/10*10 + digit)
			b, at := line(text, ";")
			if got, next := field.QuickParty(b, at); (next == at+13) != (text == n.String()) || next > 0 && got != n {
				t.Fatalf("%s: %v %v", text, got, next)
			}
		}
	}
	for s, least := range map[string]int{"162021005521": 2, "197010632391": 2, "191711602399": 2, "192200902399": 2, "189001019802": 2, // party, text
		"0": 5, "12345678": 3, "0,5": 4, "99,99": 4, "1234567": 4, "00000012": 4, "0000001,5": 3, "12345678,99": 2, "P000000001": 1, "sjukpenning i mars": 1, strings.Repeat("~", 64): 1, "2025-03-31": 3, "2025-03": 3} {
		if n := agree(t, s, ";"); n < least {
			t.Errorf("%q is answered for %d times, not %d", s, n, least)
		}
	}
	if empty, next := field.QuickEmpty([]byte(";;"), 1); !empty || next != 2 {
		t.Error(empty, next)
	}
	if empty, next := field.QuickEmpty([]byte(";;"), field.NotPlain); empty || next != field.NotPlain {
		t.Error(empty, next)
	}
}

// Numbers with a right check digit, of days that are and are not.
func TestQuickParty_knowsWhichNumbersThereAre(t *testing.T) {
	numbers, right := 0, 0
	for _, year := range []int{1500, 1600, 1609, 1610, 1799, 1800, 1900, 1904, 1999, 2000, 2001, 2100} {
		for monthAndDay := range 10_000 {
			for _, serial := range []int{0, 1, 999} {
				text := fmt.Sprintf("%04d%04d%03d", year, monthAndDay, serial)
				check, err := identity.LuhnDigit(text[2:])
				if err != nil {
					t.Fatal(err)
				}
				b, at := line(text+string(check), ";")
				n, next := field.QuickParty(b, at)
				want, why := field.Party(text + string(check))
				if (next == field.NotPlain) != (why != "") || next != field.NotPlain && n != want {
					t.Fatalf("%s%c: quickly %v, with care %v %s", text, check, n, want, why)
				}
				numbers++
				if why == "" {
					right++
				}
			}
		}
	}
	if right < numbers/100 || right > numbers/2 {
		t.Errorf("%d of %d numbers are right", right, numbers)
	}
}

// After a field that is not plain nothing is read.
func TestQuick_stayWhereAFieldIsNotPlain(t *testing.T) {
	b, _ := line("1", ";")
	var months field.Months
	_, date := months.QuickDate(b, field.NotPlain)
	_, month := months.QuickMonth(b, field.NotPlain)
	_, party := field.QuickParty(b, field.NotPlain)
	_, amount := field.QuickAmount(b, field.NotPlain)
	_, hundredths := field.QuickHundredths(b, field.NotPlain, 0, 9)
	_, whole := field.QuickWhole(b, field.NotPlain, 9)
	_, text := field.QuickText(b, field.NotPlain, 9)
	_, rest := field.QuickRest(b, field.NotPlain, 9)
	for i, next := range []int{date, month, party, amount, hundredths, whole, text, rest} {
		if next != field.NotPlain {
			t.Errorf("%d goes on to %d", i, next)
		}
	}
}

func TestWritten_isReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Int32Range(0, 9_999_999).Draw(t, "hundredths")
		if got, why := field.Hundredths(string(field.AppendHundredths(nil, v)), v, v); got != v {
			t.Fatalf("%d: %d %s", v, got, why)
		}
		a := money.Amount(rapid.Int64Range(0, 1<<62).Draw(t, "öre"))
		if got, why := field.Amount(string(field.AppendAmount(nil, a))); got != a {
			t.Fatalf("%d: %d %s", a, got, why)
		}
	})
}

func TestParty_neverRepeatsANumber(t *testing.T) {
	for _, s := range []string{"193501096999", "199913016998", "19350109699", "850101-2382", "19350109T998", "152021005521"} {
		if _, why := field.Party(s); why == "" || strings.Contains(why, s[6:10]) {
			t.Errorf("%s: %q", s, why)
		}
	}
}

func TestCareful_sayWhatIsExpected(t *testing.T) {
	_, month := field.Month("2025-13")
	_, long := field.Month("2025-1-0")
	_, date := field.Date("2025-02-29")
	_, hundredths := field.Hundredths("12,345", 1, 10_000)
	_, whole := field.Whole("367", 366)
	_, party := field.Party("193501096999")
	_, instant := field.Instant("1969-12-31")
	_, amount := field.Amount("1.5")
	for _, c := range [][2]string{
		{month, "a month written YYYY-MM"},
		{long, "a month written YYYY-MM"},
		{date, "a date written YYYY-MM-DD"},
		{hundredths, "a number from 0,01 to 100 with at most two decimals after a comma"},
		{whole, "a whole number from 0 to 366 in digits alone"},
		{party, "an identity number of twelve digits (an organisation: 16 and its ten); the check digit is wrong"},
		{instant, "a date written YYYY-MM-DD, or an instant such as 2025-04-01T08:30:00Z"},
		{amount, " (öre are written after a comma, not a point)"},
		{field.Text("x\x7f", 0, 9), "a text without the character U+007F"},
		{field.Text("-x", 0, 9), "a text that does not begin with =, +, - or @, which a spreadsheet takes for a formula"},
	} {
		if c[0] != c[1] {
			t.Errorf("%q, not %q", c[0], c[1])
		}
	}
}
