package identity_test

import (
	"errors"
	"strings"
	"testing"

	"balans/law/identity"

	"pgregory.net/rapid"
)

func TestLuhnDigit_ofKnownNumbers(t *testing.T) {
	for digits, want := range map[string]byte{
		"850101238":       '2',
		"7992739871":      '3',
		"0":               '0',
		"00":              '0',
		"1":               '8',
		"123456789012345": '2',
	} {
		if got, err := identity.LuhnDigit(digits); err != nil || got != want {
			t.Errorf("%s has %c, %v; want %c", digits, got, err, want)
		}
	}
	for _, text := range []string{"", "12a", "-1", "1 2", "１"} {
		if _, err := identity.LuhnDigit(text); !errors.Is(err, identity.ErrCharacter) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestLuhnDigit_findsOneWrongDigit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.StringMatching(`[0-9]{1,24}`).Draw(t, "digits")
		at := rapid.IntRange(0, len(digits)-1).Draw(t, "at")
		other := byte('0' + (int(digits[at]-'0')+rapid.IntRange(1, 9).Draw(t, "by"))%10)
		wrong := digits[:at] + string(other) + digits[at+1:]
		a, _ := identity.LuhnDigit(digits)
		b, _ := identity.LuhnDigit(wrong)
		if a == b {
			t.Fatalf("%s and %s have the same check digit", digits, wrong)
		}
	})
}

func TestOCR_ofKnownReferences(t *testing.T) {
	cases := []struct {
		base       string
		withLength bool
		want       string
	}{
		{"1", false, "18"},
		{"12345", false, "123455"},
		{"12345", true, "1234574"},       // length 7
		{"12345678", true, "1234567806"}, // length 10, digit 0
	}
	for _, c := range cases {
		if got, err := identity.NewOCR(c.base, c.withLength); err != nil || got != c.want {
			t.Errorf("%s with length %v is %s, %v; want %s", c.base, c.withLength, got, err, c.want)
		}
	}
}

func TestOCR_isCheckedAsItIsMade(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.StringMatching(`[0-9]{1,23}`).Draw(t, "base")
		withLength := rapid.Bool().Draw(t, "with length")
		ref, err := identity.NewOCR(base, withLength)
		if err != nil || !strings.HasPrefix(ref, base) {
			t.Fatalf("%s, %v", ref, err)
		}
		if err = identity.CheckOCR(ref, withLength); err != nil {
			t.Fatalf("%s: %v", ref, err)
		}
		at := rapid.IntRange(0, len(ref)-1).Draw(t, "at")
		wrong := ref[:at] + string('0'+(ref[at]-'0'+1)%10) + ref[at+1:]
		if identity.CheckOCR(wrong, withLength) == nil {
			t.Fatalf("%s is accepted as well as %s", wrong, ref)
		}
	})
}

func TestOCR_saysWhatIsWrong(t *testing.T) {
	cases := []struct {
		ref        string
		withLength bool
		want       error
	}{
		{"", false, identity.ErrOCRLength},
		{"1", false, identity.ErrOCRLength},
		{"18", true, identity.ErrOCRLength},
		{strings.Repeat("1", 26), false, identity.ErrOCRLength},
		{"19", false, identity.ErrOCRCheckDigit},
		{"123455", true, identity.ErrOCRLengthDigit},
		{"12a455", false, identity.ErrCharacter},
		{"12345x", false, identity.ErrCharacter},
	}
	for _, c := range cases {
		if err := identity.CheckOCR(c.ref, c.withLength); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.ref, err, c.want)
		}
	}
	for _, base := range []string{"", strings.Repeat("1", 25)} {
		if _, err := identity.NewOCR(base, false); !errors.Is(err, identity.ErrOCRLength) {
			t.Errorf("%q: %v", base, err)
		}
	}
	if _, err := identity.NewOCR(strings.Repeat("1", 24), true); !errors.Is(err, identity.ErrOCRLength) {
		t.Errorf("24 digits and a length digit: %v", err)
	}
	if _, err := identity.NewOCR("12 4", false); !errors.Is(err, identity.ErrCharacter) {
		t.Errorf("a space: %v", err)
	}
}
