package directive_test

import (
	"strings"
	"testing"

	"balans/law/money"
	"balans/steer/directive"
)

// small is a letter of one item, with its unit, its table of credit and a condition to be
// filled in.
func small(t *testing.T, unit, amount, frames, condition, closed string) *directive.Letter {
	t.Helper()
	text := "Regleringsbrev för budgetåret 2025 avseende Exempelverket\n\nVERKSAMHET\n\n3 Uppdrag\n\nFINANSIERING\n\n4.1 Tilldelade anslag/anslagsposter " + unit + "\n\n" +
		"Utgiftsområde 10 Trygghet\n\n2:1 Exempelverket (Ramanslag)\n\nDisponeras av Exempelverket\t\t" + amount + "\nap.1\tFörvaltning (ram)\t" + amount + "\n\nVillkor för anslag 2:1\n\nap.1 Förvaltning\n\n" + condition +
		"\n\n4.3.1 Finansiella villkor för anslag/anslagsposter " + unit + "\n\nUtgiftsområde 10 Trygghet\n\n" + frames + "\n\n4.3.3 Avslutade anslagsposter\n\nUtgiftsområde 10 Trygghet\n\n" + closed + "\n"
	l, _, err := directive.ReadFile("brev.txt", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

const (
	inTkr     = "(belopp angivna i tkr)"
	frameHead = "Anslag/ap\tAnslagskredit\tAnslagsbehållning som disponeras 2025\tIndrag av anslagsbelopp\n2:1 Exempelverket\t\t\t\n"
	frameRow  = "ap.1\t50\t3 %\t0"
	anyUse    = "Anslagsposten får användas för förvaltningsutgifter."
)

func hasDoubt(l *directive.Letter, words string) bool {
	for _, d := range directive.Doubts(l) {
		if strings.Contains(d.ID+" "+d.Says, words) {
			return true
		}
	}
	return false
}

// What amounts are counted in is read from the heading or a note, and never taken for
// granted in silence.
func TestRead_unitsOfAmounts(t *testing.T) {
	for _, c := range []struct {
		unit         string
		item, credit money.Amount
		doubt        string
	}{
		{inTkr, money.Kronor(1_000_000), money.Kronor(50_000), ""},
		{"(belopp angivna i kronor)", money.Kronor(1000), money.Kronor(50), ""},
		{"(belopp i mnkr)", money.Kronor(1_000_000_000), money.Kronor(50_000_000), ""},
		{"\n\nBelopp i kr", money.Kronor(1000), money.Kronor(50), ""},
		{"", money.Kronor(1_000_000), money.Kronor(50_000), "the unit of the amounts"},
		{"\n\nBelopp angivna i hundratal kronor", money.Kronor(1_000_000), money.Kronor(50_000), "in words that are not known"},
		{inTkr + "\n\nBelopp angivna i mnkr", money.Kronor(1_000_000), money.Kronor(50_000), "another unit than the heading"},
	} {
		l := small(t, c.unit, "1 000", frameHead+frameRow, anyUse, "")
		if got := l.Item("UO10 2:1 ap.1"); got == nil || got.Amount.Amount != c.item || len(l.Frames) != 1 || l.Frames[0].Credit.Amount != c.credit {
			t.Errorf("%q: %+v, %+v", c.unit, got, l.Frames)
		}
		if c.doubt != "" && !hasDoubt(l, c.doubt) {
			t.Errorf("%q: no doubt says %q: %v", c.unit, c.doubt, directive.Doubts(l))
		}
	}
	// An amount that no budget has is a mistaken unit, and is never wrapped round.
	l := small(t, "(belopp angivna i mnkr)", "184 467 440 738", frameHead+frameRow, anyUse, "")
	if l.Item("UO10 2:1 ap.1").Amount.Known || !hasDoubt(l, "184 467 440 738") {
		t.Errorf("%+v", l.Item("UO10 2:1 ap.1").Amount)
	}
}

// A limit is read in the words letters use, or is in doubt: none vanishes.
func TestRead_limitsInOtherWords(t *testing.T) {
	for sentence, want := range map[string]string{
		"Högst 3 Mkr får användas för resor.":                                               "max 3000000",
		"Högst 3 milj. kronor får användas för resor.":                                      "max 3000000",
		"Högst 1,5 mdkr får användas för resor.":                                            "max 1500000000",
		"Högst 2 500 000:- får användas för resor.":                                         "max 2500000",
		"För resor får inte mer än 5 000 000 kronor användas.":                              "max 5000000",
		"Högst 5 000 000 kronor får användas för stöd, varav högst 1 000 000 kr för resor.": "max 5000000; max 1000000",
		"Av medlen avser –2,5 miljoner kronor en reglering.":                                "earmarked -2500000",
		"Högst en miljon kronor får användas för resor.":                                    "?",
		"Högst 10 procent får användas för resor.":                                          "?",
		"3 000 000 kronor tillförs ett verk och 2 000 000 kronor ett annat.":                "other 3000000; other 2000000?",
		"Anslagsposten får inte användas för resor.":                                        "",
	} {
		l := small(t, inTkr, "1 000", frameHead+frameRow, sentence, "")
		var got []string
		for _, c := range l.Item("UO10 2:1 ap.1").Conditions {
			if c.Amount.Known {
				got = append(got, string(c.Kind)+" "+strings.ReplaceAll(strings.ReplaceAll(c.Amount.Amount.Kronor(), "\u00a0", ""), "−", "-"))
			} else if c.Kind == directive.MayBeUsedFor {
				got = append(got, string(c.Kind))
			}
		}
		doubtful := strings.HasSuffix(want, "?")
		if text := strings.Join(got, "; "); text != strings.TrimSuffix(want, "?") {
			t.Errorf("%s: %q", sentence, text)
		}
		if in := hasDoubt(l, sentence); in != doubtful {
			t.Errorf("%s: in doubt %t", sentence, in)
		}
	}
}

// A table whose head is gone may have its columns in another order.
func TestRead_aTableWithoutItsHeadIsNotRead(t *testing.T) {
	l := small(t, inTkr, "1 000", "2:1 Exempelverket\t\t\t\n"+frameRow, anyUse, "")
	if len(l.Frames) != 1 || l.Frames[0].Credit.Known || !hasDoubt(l, "without a head") {
		t.Errorf("%+v, %v", l.Frames, l.Unread)
	}
}

// A closed item of an earlier year may have the number of one that lives.
func TestRead_theYearOfAClosedItem(t *testing.T) {
	l := small(t, inTkr, "1 000", frameHead+frameRow, anyUse, "Anslag/ap\tAnslagstyp\n2:1 (2024) Exempelverket\t\nap.1 (2024)\tram")
	if len(l.Closed) != 1 || l.Closed[0].Year != 2024 || l.Closed[0].Item != "UO10 2:1 ap.1" {
		t.Fatalf("%+v", l.Closed)
	}
	for _, f := range directive.Check(l) {
		if f.Kind == directive.CheckClosed && f.Verdict != directive.Holds {
			t.Errorf("%+v", f)
		}
	}
}
