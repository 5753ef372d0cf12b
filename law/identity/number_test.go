package identity_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"balans/law/calendar"
	"balans/law/identity"

	"pgregory.net/rapid"
)

// Numbers that Skatteverket has published for tests, and organisation numbers of public
// bodies.
var (
	people       = []string{"189001019802", "198501012382", "198501012390", "189002289800"}
	coordinated  = []string{"197010632391", "195612892389", "196410692385", "202301622383"}
	openDates    = []string{"191711602399", "192200902399", "193002902397"} // day 60, month 00, 30 February
	organisation = []string{"202100-5521", "802005-7538", "855104-0721"}
)

func TestParse_acceptsPublishedTestNumbers(t *testing.T) {
	for kind, numbers := range map[identity.Kind][]string{
		identity.Person:       people,
		identity.Coordination: append(coordinated, openDates...),
		identity.Organisation: organisation,
	} {
		for _, text := range numbers {
			n, err := identity.Parse(text)
			if err != nil || n.Kind() != kind || n.String() != text {
				t.Errorf("%s is %s %s, %v; want %s", text, n.Kind(), n, err, kind)
			}
		}
	}
}

func TestParse_readsTheWrittenForms(t *testing.T) {
	for text, want := range map[string]identity.Number{
		"198501012382":  198501012382,
		"19850101-2382": 198501012382,
		"18900101+9802": 189001019802,
		"2021005521":    162021005521,
		"202100-5521":   162021005521,
		"162021005521":  162021005521,
		"16202100-5521": 162021005521,
	} {
		if got, err := identity.Parse(text); err != nil || got != want {
			t.Errorf("%q is %d, %v", text, got, err)
		}
	}
}

func TestParse_saysWhatIsWrong(t *testing.T) {
	for text, want := range map[string]error{
		"":                identity.ErrLength,
		"1985":            identity.ErrLength,
		"19850101 2382":   identity.ErrCharacter,
		"1985 01012382":   identity.ErrCharacter,
		"850101 2382":     identity.ErrCharacter,
		"19850101--2382":  identity.ErrLength,
		"1985010123820":   identity.ErrCharacter,
		"1985010１382":     identity.ErrCharacter,
		"198501-012382":   identity.ErrCharacter,
		"198501012381":    identity.ErrCheckDigit,
		"198502302387":    identity.ErrBirthDate,
		"198513012388":    identity.ErrBirthDate,
		"198501922387":    identity.ErrBirthDate,
		"198501002383":    identity.ErrBirthDate,
		"201509160006":    identity.ErrSerial,
		"178501012382":    identity.ErrCentury,
		"218501012382":    identity.ErrCentury,
		"168501012382":    identity.ErrGroup,
		"160021005521":    identity.ErrGroup,
		"8501012382":      identity.ErrNoCentury,
		"850101-2382":     identity.ErrNoCentury,
		"202100-5520":     identity.ErrCheckDigit,
		"20000101T220":    identity.ErrInterim,
		"20000101-T220":   identity.ErrInterim,
		"000101-T220":     identity.ErrInterim,
		"000101t220":      identity.ErrInterim,
		"000101-22T0":     identity.ErrCharacter,
		"T00101-2200":     identity.ErrCharacter,
		"20000101\xff220": identity.ErrCharacter,
	} {
		n, err := identity.Parse(text)
		if n != identity.None || !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", text, err, want)
		}
		if err != nil && text != "" && strings.Contains(err.Error(), text) {
			t.Errorf("%q: the error repeats the number", text)
		}
	}
}

func TestParseOn_resolvesTheCentury(t *testing.T) {
	cases := []struct{ text, on, want string }{
		{"850101-2382", "2024-02-28", "198501012382"},
		{"8501012382", "1985-01-01", "198501012382"},
		{"850101-2382", "1984-12-31", "188501012382"},
		{"850101+2382", "2024-02-28", "188501012382"},
		{"850101+2382", "2085-06-30", "198501012382"},
		{"000229-2399", "2024-02-28", "200002292399"},
		{"000229-2399", "2000-02-28", ""}, // no 29 February 1900, nor 1800
		{"090527+1474", "2024-02-28", "190905271474"},
		// In the year someone turns 100 the sign is + already before the birthday.
		{"241224+2386", "2024-02-28", "192412242386"},
		{"241224-2386", "2024-02-28", "192412242386"},
		{"241224-2386", "2024-12-24", "202412242386"},
		{"202100-5521", "2024-02-28", "202100-5521"},
		{"198501012382", "2024-02-28", "198501012382"},
		{"198501012382", "1984-02-28", ""},
		{"970101-2382", "1790-01-01", ""},
		{"701063-2391", "2024-02-28", "197010632391"},
		{"226090-2399", "2024-02-28", ""},
		{"220090-2399", "2021-02-28", "192200902399"},
		{"850101-2381", "2024-02-28", ""},
	}
	for _, c := range cases {
		on, err := calendar.Parse(c.on)
		if err != nil {
			t.Fatal(err)
		}
		got, err := identity.ParseOn(c.text, on)
		if got.String() != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s on %s is %q, %v; want %q", c.text, c.on, got, err, c.want)
		}
	}
	if _, err := identity.ParseOn("198501012382", calendar.New(1984, 1, 1)); !errors.Is(err, identity.ErrUnborn) {
		t.Errorf("someone not yet born: %v", err)
	}
	if _, err := identity.ParseOn("850101-2381", calendar.New(2024, 1, 1)); !errors.Is(err, identity.ErrCheckDigit) {
		t.Errorf("a wrong check digit: %v", err)
	}
}

func TestNumber_isShownInItsForms(t *testing.T) {
	cases := []struct {
		n                            identity.Number
		kind                         identity.Kind
		text, separated, masked, day string
	}{
		{198501012382, identity.Person, "198501012382", "19850101-2382", "19850101-****", "1985-01-01"},
		{197010632391, identity.Coordination, "197010632391", "19701063-2391", "19701063-****", "1970-10-03"},
		{191711602399, identity.Coordination, "191711602399", "19171160-2399", "19171160-****", ""},
		{193002902397, identity.Coordination, "193002902397", "19300290-2397", "19300290-****", ""},
		{162021005521, identity.Organisation, "202100-5521", "202100-5521", "202100-5521", ""},
		{identity.None, identity.Unknown, "", "", "", ""},
		{-5, identity.Unknown, "", "", "", ""},
		{math.MaxInt64, identity.Unknown, "", "", "", ""},
		{math.MinInt64, identity.Unknown, "", "", "", ""},
	}
	for _, c := range cases {
		born, ok := c.n.BirthDate()
		if c.n.Kind() != c.kind || c.n.String() != c.text || c.n.Separated() != c.separated || c.n.Masked() != c.masked ||
			born.String() != c.day || ok != (c.day != "") {
			t.Errorf("%d: %s %q %q %q %s %v", int64(c.n), c.n.Kind(), c.n, c.n.Separated(), c.n.Masked(), born, ok)
		}
	}
}

func TestNew_makesNumbersThatAreReadBack(t *testing.T) {
	first, last := calendar.New(1800, time.January, 1), calendar.New(2099, time.December, 31)
	rapid.Check(t, func(t *rapid.T) {
		born := calendar.Date(rapid.Int32Range(int32(first), int32(last)).Draw(t, "born"))
		serial := rapid.IntRange(1, 999).Draw(t, "serial")
		for kind, make := range map[identity.Kind]func(calendar.Date, int) (identity.Number, error){
			identity.Person: identity.NewPerson, identity.Coordination: identity.NewCoordination,
		} {
			n, err := make(born, serial)
			if err != nil || n.Kind() != kind {
				t.Fatalf("%s %d: %v, %v", born, serial, n, err)
			}
			if d, ok := n.BirthDate(); d != born || !ok {
				t.Fatalf("%s is born %s", n, d)
			}
			for _, text := range []string{n.String(), n.Separated()} {
				if back, err := identity.Parse(text); err != nil || back != n {
					t.Fatalf("%s is read as %s, %v", text, back, err)
				}
			}
			if back, err := identity.ParseOn(n.Separated()[2:], born); err != nil || back != n {
				t.Fatalf("%s is read on the day of birth as %s, %v", n.Separated()[2:], back, err)
			}
			if back, err := identity.FromInt(int64(n)); err != nil || back != n {
				t.Fatalf("%d is read as %s, %v", n, back, err)
			}
		}
		nine := rapid.Int64Range(100_000_000, 999_999_999).Draw(t, "nine")
		n, err := identity.NewOrganisation(nine)
		if nine/1_000_000%10 < 2 {
			if !errors.Is(err, identity.ErrGroup) {
				t.Fatalf("%d: %v", nine, err)
			}
			return
		}
		if back, err2 := identity.Parse(n.String()); err != nil || err2 != nil || back != n || n.Kind() != identity.Organisation {
			t.Fatalf("%d: %s, %v, %v", nine, n, err, err2)
		}
	})
}

func TestNew_refusesWhatIsNoNumber(t *testing.T) {
	born := calendar.New(1985, time.January, 1)
	for name, err := range map[string]error{
		"a serial above 999":    second(identity.NewPerson(born, 1000)),
		"the serial 000":        second(identity.NewPerson(born, 0)),
		"a negative serial":     second(identity.NewCoordination(born, -1)),
		"no birth date":         second(identity.NewPerson(calendar.None, 1)),
		"a birth in 1799":       second(identity.NewPerson(calendar.New(1799, time.January, 1), 1)),
		"ten digits":            second(identity.NewOrganisation(1_000_000_000)),
		"a negative number":     second(identity.FromInt(-1)),
		"thirteen digits":       second(identity.FromInt(1985010123820)),
		"zero":                  second(identity.FromInt(0)),
		"ten digits as integer": second(identity.FromInt(8501012382)),
	} {
		if err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

func second(_ identity.Number, err error) error { return err }

func TestParse_doesNotAllocate(t *testing.T) {
	on := calendar.New(2024, time.January, 1)
	if n := testing.AllocsPerRun(100, func() {
		_, _ = identity.Parse("19850101-2382")
		_, _ = identity.ParseOn("850101-2382", on)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"198501012382", "850101-2382", "18900101+9802", "202100-5521", "20000101T220", "000229-2399", "\xff"} {
		f.Add(text)
	}
	on := calendar.New(2026, time.January, 1)
	f.Fuzz(func(t *testing.T, text string) {
		if n, err := identity.Parse(text); err == nil {
			if back, err := identity.Parse(n.String()); err != nil || back != n {
				t.Fatalf("%q is %s, which is read as %s, %v", text, n, back, err)
			}
		} else if n != identity.None {
			t.Fatalf("%q fails and is %s", text, n)
		}
		n, err := identity.ParseOn(text, on)
		if err != nil {
			return
		}
		if born, ok := n.BirthDate(); ok && born > on || n.Kind() == identity.Unknown {
			t.Fatalf("%q is %s %s", text, n.Kind(), n)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		_, _ = identity.Parse("198501012382")
	}
}
