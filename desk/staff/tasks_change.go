package staff

import (
	"errors"
	"net/http"

	"balans/access"
	"balans/recover/task"
)

// taskFunctions is what one must be allowed, some of it, to take a task.
var taskFunctions = []string{access.ActOnClaim, access.JudgeFinding, access.WriteNotice, access.WorkCase, access.ApproveCase}

// refusedChange is a change that was not made, with what was typed.
type refusedChange struct {
	text string
	key  string // of the task
	form *asked
}

// postedTask reads a form about a task.
func (c *call) postedTask(needs ...string) (*asked, error) {
	if err := c.r.ParseForm(); err != nil {
		return nil, problemPage(http.StatusBadRequest, "failure.form")
	}
	form := &asked{values: c.r.PostForm, text: c.text, now: c.asked.now}
	for _, name := range append([]string{"key"}, needs...) {
		if form.get(name) == "" {
			return nil, problemPage(http.StatusBadRequest, "failure.form")
		}
	}
	c.asked = &asked{values: c.r.URL.Query(), text: c.text, now: form.now}
	return form, nil
}

// postNextTask gives the user the next task: what is begun, or else the first that is free
// and that the user may do. When somebody else is quicker, the one after it.
func (s *Server) postNextTask(c *call) error {
	form, err := c.postedTask()
	if err != nil {
		return err
	}
	n, err := s.controlsNow(c.r.Context())
	if err != nil {
		return err
	}
	defer n.release()
	for {
		w, err := s.tasksNow(c, n)
		if err != nil {
			return err
		}
		t := task.Next(w.all(0, 0), w.book, c.user.ID, w.today, w.mayDo)
		if t == nil {
			c.redirect("/tasks?done=none")
			return nil
		}
		if w.book.Hold(t.Key(), w.today) == nil {
			_, err = s.changeOf(c, w, t, form).Take(c.r.Context(), s.journal)
			var refused *task.Refusal
			if errors.As(err, &refused) {
				continue // somebody was quicker
			}
			if err != nil {
				return err
			}
		}
		c.redirect("/tasks?done=taken")
		return nil
	}
}

// changeOf is a change of a task by who asks.
func (s *Server) changeOf(c *call, w *tasking, t *task.Task, form *asked) *task.Change {
	return &task.Change{Key: t.Key(), Party: t.Party, Who: c.user.ID, Cause: c.route.audit, Days: w.limits.Taken, Once: form.get("key") + t.Key()}
}

// changeTask finds the task of a form and makes a change of it. A change that is not made is
// told on the page, with what was typed.
func (s *Server) changeTask(c *call, form *asked, done string, change func(w *tasking, t *task.Task) error) error {
	key := form.get("task")
	err := s.tryTask(c, key, change)
	var refused *task.Refusal
	switch {
	case errors.As(err, &refused):
		return s.showTasks(c, http.StatusConflict, &refusedChange{c.text.taskRefusal(refused, s.staffName(c, refused.By)), key, form})
	case errors.Is(err, errTaskGone):
		return s.showTasks(c, http.StatusConflict, &refusedChange{c.text("tasks.refused.gone"), key, form})
	case len(form.problems) > 0:
		c.asked.problems = form.problems
		return s.showTasks(c, http.StatusBadRequest, &refusedChange{"", key, form})
	case err != nil:
		return err
	}
	list := &asked{values: c.r.URL.Query(), text: c.text, now: form.now}
	c.redirect(link("/tasks", append(list.tasksAsked().pairs(), "done", done)...))
	return nil
}

var errTaskGone = errors.New("there is nothing to do about the task any more")

// tryTask makes a change of a task that is still there and that the user may do.
func (s *Server) tryTask(c *call, key string, change func(w *tasking, t *task.Task) error) error {
	n, err := s.controlsNow(c.r.Context())
	if err != nil {
		return err
	}
	defer n.release()
	w, err := s.tasksNow(c, n)
	if err != nil {
		return err
	}
	t, err := w.find(key)
	if err != nil {
		return err
	}
	if t == nil {
		return errTaskGone
	}
	if !w.mayDo(t) {
		return problemPage(http.StatusForbidden, "failure.task")
	}
	return change(w, t)
}

// postTakeTask takes one of the list.
func (s *Server) postTakeTask(c *call) error {
	form, err := c.postedTask("task")
	if err != nil {
		return err
	}
	return s.changeTask(c, form, "taken", func(w *tasking, t *task.Task) error {
		_, err := s.changeOf(c, w, t, form).Take(c.r.Context(), s.journal)
		return err
	})
}

// postReleaseTask gives one back.
func (s *Server) postReleaseTask(c *call) error {
	form, err := c.postedTask("task")
	if err != nil {
		return err
	}
	return s.changeTask(c, form, "released", func(w *tasking, t *task.Task) error {
		return s.changeOf(c, w, t, form).Release(c.r.Context(), s.journal)
	})
}

// postHandTask gives one to a colleague who may do it, with the reason.
func (s *Server) postHandTask(c *call) error {
	form, err := c.postedTask("task")
	if err != nil {
		return err
	}
	return s.changeTask(c, form, "handed", func(w *tasking, t *task.Task) error {
		why, to := form.said("handwhy", 3), form.get("to")
		if to == "" || !w.mayBeGiven(to, t) {
			form.wrong("to", "tasks.problem.to")
		}
		if len(form.problems) > 0 {
			return errors.New("the form is not whole") // its problems say what
		}
		x := s.changeOf(c, w, t, form)
		x.To, x.Why = to, why
		_, err := x.HandOver(c.r.Context(), s.journal)
		return err
	})
}

// mayBeGiven reports whether a colleague may do a task.
func (w *tasking) mayBeGiven(to string, t *task.Task) bool {
	if to == w.user.ID || isAmong(t.Not, w.staff.Behind(to, w.today, w.now)) {
		return false
	}
	return w.staff.Asker(to, functionOf(t), w.today, w.now, w.persons).May(w.matterOf(t)).OK
}

// handForm is the form for a task of one's own.
func (w *tasking) handForm(c *call, t *task.Task, id string, refused *refusedChange) *handForm {
	f := &handForm{Hidden: []hidden{{"task", t.Key()}}}
	form := &asked{text: c.text}
	if refused != nil && refused.key == t.Key() {
		form, f.Open = refused.form, true
	}
	f.Hidden = append(f.Hidden, hidden{"key", newKey(form, "handwhy")})
	f.ToID, f.WhyID = id+"-to", id+"-why"
	if f.Open {
		f.ToID, f.WhyID = "to", "handwhy" // where what is wrong leads
	}
	f.To = choiceField{Name: "to", Label: c.text("field.to.colleague"), Error: form.problem("to"), Options: []option{{"", c.text("notice.choose"), form.get("to") == ""}}}
	for _, one := range w.staff.IDs() {
		if w.mayBeGiven(one, t) {
			f.To.Options = append(f.To.Options, option{one, nameIn(w.staff, one, w.now), form.get("to") == one})
		}
	}
	f.Why = field{Name: "handwhy", Label: c.text("field.handwhy"), Type: "text", Value: form.values.Get("handwhy"), Error: form.problem("handwhy")}
	return f
}

// staffName is what who has a task is called.
func (s *Server) staffName(c *call, h *task.Hold) string {
	if h == nil {
		return ""
	}
	book, err := s.accessBook(c.r.Context())
	if err != nil {
		return h.Who
	}
	return nameIn(book, h.Who, s.now())
}

// taskRefusal is why a change was not made, in words.
func (t translate) taskRefusal(r *task.Refusal, name string) string {
	switch r.Code {
	case "taken":
		return t("tasks.refused.taken", name, r.By.Until)
	case "not-yours":
		if name == "" {
			return t("tasks.refused.free")
		}
		return t("tasks.refused.yours", name)
	}
	return t("tasks.refused.hand")
}
