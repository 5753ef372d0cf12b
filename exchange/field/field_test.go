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

// within is a field in the middle of other bytes, as in a file.
func within(s, after string) []byte {
	b := []byte("before;" + s + after)
	return b[7 : 7+len(s)]
}

const rest = ";0123456789012345678901234567890123456789012345678901234567890123456789"

// agree fails when a quick one answers what its careful one does not. It returns how
// many quick ones answered.
func agree(t interface {
	Helper()
	Fatalf(string, ...any)
}, s, after string) (answers int) {
	t.Helper()
	b := within(s, after)
	same := func(name string, ok bool, quick, careful any, why string) {
		t.Helper()
		if ok {
			answers++
			if why != "" || quick != careful {
				t.Fatalf("%s of %q: quickly %v, with care %v %q", name, s, quick, careful, why)
			}
		}
	}
	date, ok := field.QuickDate(b)
	slow, why := field.Date(s)
	same("date", ok, date, slow, why)
	date, ok = field.QuickMonth(b)
	slow, why = field.Month(s)
	same("month", ok, date, slow, why)
	party, ok := field.QuickParty(b)
	number, why := field.Party(s)
	same("party", ok, party, number, why)
	if ok != (why == "") {
		t.Fatalf("party %q: quickly %v, with care %q", s, ok, why)
	}
	amount, ok := field.QuickAmount(b)
	kronor, why := field.Amount(s)
	same("amount", ok, amount, kronor, why)
	for _, most := range []int32{10_000, 1 << 30} {
		v, ok := field.QuickHundredths(b, 1, most)
		w, why := field.Hundredths(s, 1, most)
		same("hundredths", ok, v, w, why)
		v, ok = field.QuickWhole(b, most)
		w, why = field.Whole(s, most)
		same("whole", ok, v, w, why)
	}
	if strings.IndexFunc(s, func(c rune) bool { return c > 127 }) < 0 { // what QuickText is for
		for _, least := range []int{0, 1, 5} {
			same("text", field.QuickText(b, least, 64), "", "", field.Text(s, least, 64))
		}
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
		rapid.StringMatching(`[0-9]{0,9}(,[0-9]{0,3})?`), rapid.StringMatching(`0{0,9}[0-9]{0,3}(,[0-9]{1,2})?`),
		rapid.StringMatching(`[ -~]{0,70}`), rapid.StringMatching(`[\x00-\x7f]{1,9}`), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		s := value.Draw(t, "text")
		if s != "" && rapid.IntRange(0, 3).Draw(t, "spoil") == 0 { // one byte another
			b := []byte(s)
			b[rapid.IntRange(0, len(b)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
			s = string(b)
		}
		agree(t, s, rapid.SampledFrom([]string{"", ";", rest, strings.Repeat("\xff", 80)}).Draw(t, "after"))
	})
}

// Every date of two centuries and every number of a day is answered for quickly:
// what is not would make a file slow.
func TestQuick_answersForWhatIsPlain(t *testing.T) {
	for d := calendar.New(1900, 1, 1); d < calendar.New(2156, 1, 1); d++ {
		if got, ok := field.QuickDate(within(d.String(), rest)); !ok || got != d {
			t.Fatalf("%s: %v %v", d, got, ok)
		}
		if d.Day() == 1 {
			if got, ok := field.QuickMonth(within(string(field.AppendMonth(nil, d)), rest)); !ok || got != d {
				t.Fatalf("%s: %v %v", d, got, ok)
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
			if got, ok := field.QuickParty(within(text, rest)); ok != (text == n.String()) || ok && got != n {
				t.Fatalf("%s: %v %v", text, got, ok)
			}
		}
	}
	for _, s := range []string{"165560269986", "162021005521", "197010632391", "191711602399", "192200902399", "189001019802"} {
		if n, ok := field.QuickParty(within(s, rest)); !ok || fmt.Sprint(int64(n)) != s {
			t.Errorf("%s: %v %v", s, n, ok)
		}
	}
	for s, want := range map[string]money.Amount{"0": 0, "1": 100, "12345678": 1_234_567_800, "0,5": 50, "12345678,99": 1_234_567_899, "7,05": 705, "1,2": 120} {
		if got, ok := field.QuickAmount(within(s, rest)); !ok || got != want {
			t.Errorf("%s: %v %v", s, got, ok)
		}
	}
	for _, s := range []string{"P000000001", "a", "sjukpenning i mars", strings.Repeat("~", 64), "a;b\"c"} {
		if !field.QuickText(within(s, rest), 1, 64) {
			t.Errorf("%q is not taken for a text", s)
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
