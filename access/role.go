package access

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"balans/law/statute"
)

// The functions: what a role may do. The names are those that routes, commands and roles
// use; functions.csv says what each is.
const (
	ReadReport      = "report.read"
	ListClaims      = "claim.list"
	ReadClaim       = "claim.read"
	ActOnClaim      = "claim.act"
	ReadSteering    = "steering.read"
	ReadWorklist    = "worklist.read"
	ListNotices     = "notice.list"
	ReadNotice      = "notice.read"
	WriteNotice     = "notice.write"
	ReadControl     = "control.read"
	ReadFinding     = "finding.read"
	JudgeFinding    = "finding.judge"
	ReadPerson      = "person.read"
	Search          = "search"
	ReadCase        = "case.read"
	WorkCase        = "case.work"
	ApproveCase     = "case.approve"
	DecideOwn       = "case.decide_own" // nobody may, in any role
	ReadLetter      = "letter.read"
	SendLetter      = "letter.send"
	AllocatePayment = "payment.allocate"
	ListHousing     = "housing.list"
	ReadHousing     = "housing.read"
	CompareHousing  = "housing.compare"
	FollowUp        = "followup.read"
	HandleProtected = "protected.handle"
	UseOverride     = "override"
	ReviewLog       = "log.review"
	Administer      = "access.admin"
)

// Visitor is the role of who has not said who they are.
const Visitor = "visitor"

// Function is a row of functions.csv.
type Function struct {
	Name   string
	Person bool // it concerns persons: a question about it that names nobody is answered for the door alone
	// Delegable: it may be handed to another for a time. What guards the guards may not.
	Delegable bool
	Never     bool // no role may hold it
	Law       statute.Ref
	nameSv    string
	nameEn    string
}

// Text is what the function is, in words.
func (f Function) Text(l Language) string { return l.text(f.nameSv, f.nameEn) }

// Role is a row of roles.csv.
type Role struct {
	ID             string
	Functions      []string // in the order of functions.csv
	nameSv, nameEn string
}

// Text is the name of the role.
func (r Role) Text(l Language) string { return l.text(r.nameSv, r.nameEn) }

// Has says whether the role holds the function.
func (r Role) Has(function string) bool { return slices.Contains(r.Functions, function) }

var (
	//go:embed functions.csv
	functionsFile string
	//go:embed roles.csv
	rolesFile string

	functions, roles = mustRead(functionsFile, rolesFile)
)

// Functions is every function, in the order of the table.
func Functions() []Function { return slices.Clone(functions) }

// Roles is every role, in the order of the table.
func Roles() []Role { return slices.Clone(roles) }

// FunctionOf is the row of a function.
func FunctionOf(name string) (Function, bool) {
	for i := range functions {
		if functions[i].Name == name {
			return functions[i], true
		}
	}
	return Function{}, false
}

// RoleOf is the row of a role.
func RoleOf(id string) (Role, bool) {
	for i := range roles {
		if roles[i].ID == id {
			return roles[i], true
		}
	}
	return Role{}, false
}

// mustRead reads the tables that are part of the program; a fault in them shows when the
// program starts.
func mustRead(functionsText, rolesText string) ([]Function, []Role) {
	f, err := readFunctions(functionsText)
	if err != nil {
		panic(err)
	}
	r, err := readRoles(rolesText, f)
	if err != nil {
		panic(err)
	}
	return f, r
}

func readFunctions(text string) (list []Function, err error) {
	records, err := readTable("functions.csv", text, "function,person,delegable,never,law,sv,en")
	for i, r := range records {
		f := Function{Name: r[0], Person: r[1] == "yes", Delegable: r[2] == "yes", Never: r[3] == "yes", Law: statute.Ref(r[4]), nameSv: r[5], nameEn: r[6]}
		for _, yes := range r[1:4] {
			if yes != "yes" && yes != "no" {
				return nil, fmt.Errorf("access: functions.csv:%d: yes or no is expected, not %q", i+2, yes)
			}
		}
		if f.Law != "" {
			if err := f.Law.Check(); err != nil {
				return nil, fmt.Errorf("access: functions.csv:%d: %w", i+2, err)
			}
		}
		if f.Name == "" || f.nameSv == "" || f.nameEn == "" || slices.ContainsFunc(list, func(g Function) bool { return g.Name == f.Name }) {
			return nil, fmt.Errorf("access: functions.csv:%d: a new function with its two names is expected", i+2)
		}
		list = append(list, f)
	}
	return list, err
}

func readRoles(text string, all []Function) (list []Role, err error) {
	records, err := readTable("roles.csv", text, "role,sv,en,functions")
	for i, rec := range records {
		r, wanted := Role{ID: rec[0], nameSv: rec[1], nameEn: rec[2]}, strings.Fields(rec[3])
		if !isCode.MatchString(r.ID) || r.nameSv == "" || r.nameEn == "" || slices.ContainsFunc(list, func(o Role) bool { return o.ID == r.ID }) {
			return nil, fmt.Errorf("access: roles.csv:%d: a new role with its two names is expected", i+2)
		}
		for _, f := range all {
			if !slices.Contains(wanted, f.Name) {
				continue
			}
			if f.Never {
				return nil, fmt.Errorf("access: roles.csv:%d: %s may be held by nobody (%s)", i+2, f.Name, f.Law)
			}
			r.Functions = append(r.Functions, f.Name)
		}
		if len(r.Functions) != len(wanted) {
			return nil, fmt.Errorf("access: roles.csv:%d: a function of %v is not in functions.csv, or stands twice", i+2, wanted)
		}
		list = append(list, r)
	}
	return list, err
}

// readTable is the rows of a table below its header.
func readTable(name, text, header string) ([][]string, error) {
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("access: %s: %w", name, err)
	}
	if len(records) == 0 || strings.Join(records[0], ",") != header {
		return nil, fmt.Errorf("access: %s:1: the columns are to be %s", name, header)
	}
	return records[1:], nil
}
