package access

import (
	"reflect"
	"testing"

	"balans/journal"
	"balans/law/calendar"
)

// FuzzParseBody: what is read is what Record would have written, and nothing else is read.
func FuzzParseBody(f *testing.F) {
	for _, b := range []Body{
		Staff{ID: "eva", Number: who(f, 100), Name: "Eva Ek", Unit: "syd", From: early, To: calendar.None},
		Left{Staff: "eva", Last: today, Why: "slutat"},
		Grant{ID: "g", Staff: "eva", Role: "caseworker", Benefits: []string{"a", "b"}, Unit: "syd", From: early, To: today, Why: "x"},
		Grant{ID: "g", Staff: "eva", Role: "caseworker", From: early, To: calendar.None, Why: "x"},
		Delegation{ID: "d", Giver: "eva", Taker: "kim", Role: "caseworker", From: early, To: today, Why: "<x>"},
		Tie{ID: "t", Staff: "eva", To: who(f, 101), From: early, Why: "syskon"},
		Ended{ID: "t", Last: today, Why: "x"},
		Override{ID: "o", Actor: "eva", Party: who(f, 101), Reason: "x", From: noon, Until: noon + 1},
	} {
		text, err := journal.Body(b)
		if err != nil {
			f.Fatal(err)
		}
		if back, err := parseBody(b.kind(), text); err != nil || !reflect.DeepEqual(back, b) {
			f.Fatalf("%s: %+v, %v", text, back, err)
		}
		f.Add(b.kind(), text)
		f.Add(b.kind(), text+" ")
	}
	f.Fuzz(func(t *testing.T, kind, text string) {
		b, err := parseBody(kind, text)
		if err != nil {
			return
		}
		if written, err := journal.Body(b); err != nil || written != text || b.kind() != kind || b.check() != nil {
			t.Errorf("%s %q is read as %+v (%v)", kind, text, b, err)
		}
		NewBook(Fact{Event: 1, KnownAt: noon, Body: b}).May(Question{Actor: "eva", Function: ReadClaim, Party: who(t, 116), On: today, Now: noon})
	})
}
