package staff

import "net/http"

// chooseView is the choice between the demo users.
type chooseView struct {
	Next  string
	Users []choiceOfUser
}

type choiceOfUser struct {
	ID, Name, Role, Text, Purpose, Button string
	Current                               bool
}

type startView struct {
	page
	Choose  *chooseView
	Report  string
	Work    bool // who works with cases begins here: searching, and the next task
	MayTake bool
	Find    field
	Next    []hidden
}

// demoReport is the day whose printed numbers the demonstration gives.
const demoReport = "2025-02-28"

// start says what Balans is and lets the reader say who they are.
func (s *Server) start(c *call) error {
	v := startView{page: s.page(c, c.text("start.title"), "/"), Report: "/report"}
	if s.demo { // whose stock ends long before what is decided in it today
		v.Report = link("/report", "as_of", demoReport)
	}
	v.Work, v.Next = c.user.mayUse(readWork), []hidden{{"key", newKey(nil, "")}}
	v.Find = field{Name: "find", Label: c.text("search.field"), Help: c.text("search.help"), Type: "search"}
	for _, f := range taskFunctions {
		v.MayTake = v.MayTake || c.user.mayUse(f)
	}
	if s.demo {
		v.Choose = s.chooser(c, "/")
	}
	return c.render(http.StatusOK, "start", v)
}

func (s *Server) chooser(c *call, next string) *chooseView {
	v := &chooseView{Next: next}
	for _, u := range demoUsers {
		one := choiceOfUser{ID: u.ID, Name: u.Name, Role: c.text("role." + u.Role), Text: c.text("user.purpose"), Purpose: purposes[u.Role],
			Button: c.text("user.choose"), Current: u.ID == c.user.ID}
		if one.Current {
			one.Button = c.text("user.chosen")
		}
		v.Users = append(v.Users, one)
	}
	return v
}
