package signin

import "net/http"

// Problem is a sign-in that came to nothing. The reader is told what to do by the key; the
// cause is for the log.
type Problem struct {
	Status int    // of the answer, such as 503
	Key    string // the text to show: "state", "late", "denied", "refused", "token", "staff" or "provider"
	Cause  error  // never holds a secret, a code or a token
}

func (p *Problem) Error() string {
	if p.Cause == nil {
		return "sign-in: " + p.Key
	}
	return "sign-in: " + p.Key + ": " + p.Cause.Error()
}

// Unwrap is the cause.
func (p *Problem) Unwrap() error { return p.Cause }

// The ways a sign-in ends without a session.
func wrongState(err error) error { return &Problem{http.StatusBadRequest, "state", err} }   // not begun in this browser, or used before
func tooLate(err error) error    { return &Problem{http.StatusBadRequest, "late", err} }    // begun too long ago
func denied(err error) error     { return &Problem{http.StatusForbidden, "denied", err} }   // the person, or the provider, said no
func refused(err error) error    { return &Problem{http.StatusBadGateway, "refused", err} } // the provider did not take our request
func badToken(err error) error   { return &Problem{http.StatusBadGateway, "token", err} }   // what the provider said of the person cannot be believed
func noStaff(err error) error    { return &Problem{http.StatusForbidden, "staff", err} }    // it does not say which member of staff it is
func away(err error) error       { return &Problem{http.StatusServiceUnavailable, "provider", err} }
