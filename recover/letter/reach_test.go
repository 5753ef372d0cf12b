package letter_test

import (
	"strings"
	"testing"

	"balans/law/identity"
	"balans/recover/letter"
)

// TestReadReach_nobodyIsTakenForUnprotected whom the file does not name.
func TestReadReach_nobodyIsTakenForUnprotected(t *testing.T) {
	head := strings.Join(letter.ReachHeader, ";") + "\n"
	read := func(rows string) func(n identity.Number) letter.Reach {
		t.Helper()
		f, err := letter.ReadReach("reach.csv", strings.NewReader(head+rows))
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	named := read("193501096998;protected;no;no;no;no\n193501259166;none;yes;yes;no;no\n193501277697;unknown;no;no;yes;yes\n")
	if r := named(anna); r.Protection != letter.Protected {
		t.Errorf("%+v", r)
	}
	if r := named(bertil); r != (letter.Reach{Protection: letter.Unprotected, Mailbox: true, Pages: true}) {
		t.Errorf("%+v", r)
	}
	if r := named(cecilia); r != (letter.Reach{Dead: true, Estate: true}) {
		t.Errorf("%+v", r)
	}
	if r := named(identity.Number(193501096999)); r != (letter.Reach{}) {
		t.Errorf("somebody the file does not name: %+v", r)
	}
	if r := read("*;none;no;no;no;no\n193501096998;marked;no;no;no;no\n"); r(anna).Protection != letter.Marked || r(bertil).Protection != letter.Unprotected {
		t.Error("the rest of everybody")
	}
	for _, bad := range []string{"193501096998;;no;no;no;no\n", "193501096998;none;maybe;no;no;no\n", "1935;none;no;no;no;no\n", "193501096998;none;no;no;no\n",
		"193501096998;none;no;no;no;no\n193501096998;protected;no;no;no;no\n", "*;unknown;no;no;no;no\n*;none;no;no;no;no\n"} {
		if _, err := letter.ReadReach("reach.csv", strings.NewReader(head+bad)); err == nil {
			t.Errorf("%q was read", bad)
		} else if strings.Contains(err.Error(), "6998") {
			t.Errorf("the error has a number: %v", err)
		}
	}
}
