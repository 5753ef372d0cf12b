package register

// kindNames are the stored names, which stand in files too.
var kindNames = [kinds]string{"", "absence", "income", "declared", "permit", "population", "job-seeker", "legislation",
	"foreign-income", "sick-pay", "account", "phone", "assistance", "institution", "sgi", "name"}

// The statuses of Absence facts: the benefit that the absence can give.
const (
	TFP = "TFP" // temporary parental benefit
	FP  = "FP"  // parental benefit
)

// InPart is the status of a Declared fact of a declaration of which some record was set
// aside: what is not there may be what was set aside. A whole one has no status.
const InPart = "in-part"

// The statuses of A1 facts.
const (
	A1Issued    = "issued"
	A1Withdrawn = "withdrawn"
)

// The statuses of SGI facts: which work the income is of.
const (
	SGIEmployment = "employment"
	SGIOther      = "other"
)

// String is the stored name; "" for NoKind.
func (k Kind) String() string {
	if k >= kinds {
		return ""
	}
	return kindNames[k]
}

// ParseKind reads what String writes.
func ParseKind(s string) (Kind, bool) {
	for k := NoKind + 1; k < kinds; k++ {
		if kindNames[k] == s {
			return k, true
		}
	}
	return NoKind, false
}

// Kinds are all kinds, in their order.
func Kinds() []Kind {
	all := make([]Kind, 0, kinds-1)
	for k := NoKind + 1; k < kinds; k++ {
		all = append(all, k)
	}
	return all
}
