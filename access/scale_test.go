package access

import (
	"fmt"
	"path/filepath"
	"testing"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

// BenchmarkRead_largeAgency reads the book of an agency with 14 000 staff, and records one
// grant more.
func BenchmarkRead_largeAgency(b *testing.B) {
	j, err := journal.Open(b.Context(), filepath.Join(b.TempDir(), "large.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer j.Close()
	var bodies []Body
	for i := range 14_000 {
		n, err := identity.NewPerson(calendar.New(1960, 1, 1).AddDays(i/900), i%900+1)
		if err != nil {
			b.Fatal(err)
		}
		id := fmt.Sprint("s", i)
		bodies = append(bodies, Staff{ID: id, Number: n, Name: "Namn", Unit: "syd", From: early})
		if i == 0 {
			bodies = append(bodies, Grant{ID: "first", Staff: id, Role: "administrator", From: early, Why: "x"})
		}
	}
	if _, err := Record(b.Context(), j, Command{Bodies: bodies, Actor: "operator", Cause: "bench"}); err != nil {
		b.Fatal(err)
	}
	bodies = nil
	for i := 1; i < 14_000; i++ {
		bodies = append(bodies, Grant{ID: fmt.Sprint("g", i), Staff: fmt.Sprint("s", i), Role: "caseworker", From: early, Why: "x"})
	}
	if _, err := Record(b.Context(), j, Command{Bodies: bodies, Actor: "s0", Cause: "bench"}); err != nil {
		b.Fatal(err)
	}
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			if _, err := Read(b.Context(), j); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("record", func(b *testing.B) {
		i := 0
		for b.Loop() {
			i++
			g := Grant{ID: fmt.Sprint("x", i), Staff: "s1", Role: "approver", From: early, Why: "x"}
			if _, err := Record(b.Context(), j, Command{Bodies: []Body{g}, Actor: "s0", Cause: "bench"}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
