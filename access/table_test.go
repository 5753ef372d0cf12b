package access

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/access.md")

// document is docs/access.md.
func document() string {
	var delegable, guards []string
	for _, f := range Functions() {
		switch {
		case f.Never:
		case f.Delegable:
			delegable = append(delegable, "`"+f.Name+"`")
		default:
			guards = append(guards, "`"+f.Name+"`")
		}
	}
	return `# Who may do what

This page is written by ` + "`go test ./access -run Document -update`" + ` from ` + "`access/roles.csv` and `access/functions.csv`" + `. A role is
given to one of the staff for some benefits and a unit, or for all, from a day (` + "`balans access grant`" + `).

## Roles and functions

` + RolesTable(English) + `
Roles add up. Whoever handles protected persons, reviews the log or administers access has that by a role of its own, so that
nobody gets it along with something else.

## The rules, in the order they are asked

` + rulesTable() + `
An unknown and a protected person have the same words, so that nobody can find out who is protected. *never* is the function
` + "`" + DecideOwn + "`" + `: no role can hold it.

## Delegation

May be handed on for a time: ` + strings.Join(delegable, ", ") + `.

May not: ` + strings.Join(guards, ", ") + `.

Who acts for another may do what the other may, and never more: the other's own matters and family stay closed too. Four eyes
see through it: two acts are apart only when those behind them are different persons.
`
}

func TestDocument_isTheTables(t *testing.T) {
	const file = "../docs/access.md"
	if *update {
		if err := os.WriteFile(file, []byte(document()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	written, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(written) != document() {
		t.Errorf("%s is not what the tables say; run go test ./access -run Document -update and read the difference", file)
	}
}

// What a role may do at the door is what its row says, and nothing else.
func TestRoles_everyRoleByEveryFunction(t *testing.T) {
	for _, r := range Roles() {
		actor, b := "eva", bookOf(
			Staff{ID: "eva", Number: who(t, 100), Name: "Eva", Unit: "syd", From: early, To: 0},
			Grant{ID: "g", Staff: "eva", Role: r.ID, From: early, To: 0, Why: "x"})
		if r.ID == Visitor {
			actor = ""
		}
		for _, f := range Functions() {
			a := b.May(Question{Actor: actor, Function: f.Name, On: today, Now: noon})
			if want := slices.Contains(r.Functions, f.Name); a.OK != want {
				t.Errorf("%s %s: %+v, want %t", r.ID, f.Name, a, want)
			}
		}
	}
}

// The guards stand apart from what they guard.
func TestRoles_nobodyGuardsHimself(t *testing.T) {
	for _, r := range Roles() {
		acts := r.Has(ActOnClaim) || r.Has(WorkCase) || r.Has(ApproveCase) || r.Has(ReadPerson)
		switch {
		case r.Has(Administer) && (acts || r.Has(ReviewLog) || r.Has(UseOverride)):
			t.Errorf("%s administers and reads persons", r.ID)
		case r.Has(ReviewLog) && acts:
			t.Errorf("%s reviews readings and reads persons", r.ID)
		case r.Has(WorkCase) && r.Has(ApproveCase):
			t.Errorf("%s proposes and decides", r.ID)
		case r.Has(HandleProtected) && r.Has(UseOverride):
			t.Errorf("%s handles protected persons and goes beyond units", r.ID)
		}
	}
}

func TestTables_badOnesAreRefused(t *testing.T) {
	for _, text := range []string{"", "function\n", "function,person,delegable,never,law,sv,en\na,maybe,no,no,,x,y\n", "function,person,delegable,never,law,sv,en\na,no,no,no,XX 1,x,y\n",
		"function,person,delegable,never,law,sv,en\na,no,no,no,,x,\n", "function,person,delegable,never,law,sv,en\na,no,no,no,,x,y\na,no,no,no,,x,y\n"} {
		if _, err := readFunctions(text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
	for _, rows := range []string{"a,x,y,no.such", "a,x,y,case.decide_own", "A,x,y,search", "a,,y,search", "a,x,y,search\na,x,y,search", "a,x,y,search search"} {
		if _, err := readRoles("role,sv,en,functions\n"+rows+"\n", functions); err == nil {
			t.Errorf("%q is taken", rows)
		}
	}
}
