package microaudit

func (r *reader) file(n node) File {
	o := r.object(n, "format", "cases", "?note", "?source")
	f := File{Format: r.text(o["format"])}
	if f.Format != Format1 && f.Format != Format2 {
		r.failf("/format", "must be %q or %q", Format1, Format2)
		return f
	}
	seen := map[string]bool{}
	for _, c := range r.list(o["cases"]) {
		var k Case
		if f.Format == Format1 {
			k = r.case1(c)
		} else {
			k = r.case2(c)
		}
		r.once(seen, k.ID, c.at+"/id")
		f.Cases = append(f.Cases, k)
	}
	return f
}

// once reports an id that repeats.
func (r *reader) once(seen map[string]bool, id, at string) {
	if id != "" && seen[id] {
		r.failf(at, "%q is there twice", id)
	}
	seen[id] = true
}

func (r *reader) case1(n node) Case {
	o := r.object(n, "id", "measure", "exclusive", "top", "courses", "requirements", "?expected", "?why")
	c := Case{ID: r.text(o["id"])}
	measure := r.measure(o["measure"])
	if x := o["exclusive"]; x.at != "" && !r.flag(x) {
		r.failf(x.at, "only exclusive use is known")
	}
	if top := o["top"]; top.at != "" && r.text(top) != "all" {
		r.failf(top.at, "only \"all\" is known")
	}
	index := r.courses(&c, o["courses"], "id", "credits")
	reqs := r.list(o["requirements"])
	if len(reqs) > MaxRequirements {
		r.failf(n.at+"/requirements", "more than %d requirements", MaxRequirements)
		return c
	}
	seen := map[string]bool{}
	for _, q := range reqs {
		m := r.object(q, "id", "need", "eligible")
		req := Requirement{ID: r.text(m["id"]), Measure: measure, Need: r.number(m["need"])}
		req.Eligible = r.eligible(m["eligible"], index)
		r.once(seen, req.ID, q.at+"/id")
		c.Requirements = append(c.Requirements, req)
	}
	if e := o["expected"]; !null(e) {
		m := r.object(e, "satisfied", "max_requirements_satisfied", "min_total_deficit_at_that_maximum", "?one_optimal_allocation")
		c.Expected = &Expected{
			Satisfied:  r.flag(m["satisfied"]),
			Most:       r.number(m["max_requirements_satisfied"]),
			MinDeficit: r.number(m["min_total_deficit_at_that_maximum"]),
		}
	}
	return c
}

// courses reads the courses and returns their indices by id.
func (r *reader) courses(c *Case, n node, names ...string) map[string]int {
	list := r.list(n)
	if len(list) > MaxCourses {
		r.failf(n.at, "more than %d courses", MaxCourses)
		return nil
	}
	index := make(map[string]int, len(list))
	for i, x := range list {
		m := r.object(x, names...)
		k := Course{ID: r.text(m["id"]), Credits: r.number(m["credits"]), GradePoints: r.number(m["gp"])}
		seen := map[string]bool{}
		for _, t := range r.list(m["tags"]) {
			k.Tags = append(k.Tags, r.text(t))
			r.once(seen, k.Tags[len(k.Tags)-1], t.at)
		}
		if _, ok := index[k.ID]; ok {
			r.failf(x.at+"/id", "%q is there twice", k.ID)
		}
		index[k.ID] = i
		c.Courses = append(c.Courses, k)
	}
	return index
}

func (r *reader) eligible(n node, index map[string]int) []int {
	var out []int
	seen := map[string]bool{}
	for _, x := range r.list(n) {
		id := r.text(x)
		i, ok := index[id]
		if !ok && id != "" {
			r.failf(x.at, "there is no course %q", id)
		}
		r.once(seen, id, x.at)
		out = append(out, i)
	}
	return out
}

func (r *reader) case2(n node) Case {
	o := r.object(n, "id", "courses", "groups", "share_caps", "?expected", "?why")
	c := Case{ID: r.text(o["id"])}
	index := r.courses(&c, o["courses"], "id", "credits", "gp", "tags")
	groups := map[string]int{}
	total := 0
	for i, g := range r.list(o["groups"]) {
		k := r.group(g, index)
		if total += len(k.Requirements); total > MaxRequirements {
			r.failf(g.at, "more than %d requirements", MaxRequirements)
			return c
		}
		if _, ok := groups[k.ID]; ok {
			r.failf(g.at+"/id", "%q is there twice", k.ID)
		}
		groups[k.ID] = i
		c.Groups = append(c.Groups, k)
	}
	for _, s := range r.list(o["share_caps"]) {
		c.ShareCaps = append(c.ShareCaps, r.shareCap(s, groups))
	}
	if e := o["expected"]; !null(e) {
		m := r.object(e, "feasible", "?witness")
		c.Expected = &Expected{Satisfied: r.flag(m["feasible"])}
	}
	return c
}

func (r *reader) group(n node, index map[string]int) Group {
	o := r.object(n, "id", "exclusive", "choose", "requirements", "caps", "residency", "gpa_min")
	g := Group{ID: r.text(o["id"]), Choose: int(r.number(o["choose"]))}
	if x := o["exclusive"]; x.at != "" && !r.flag(x) {
		r.failf(x.at, "only exclusive use is known")
	}
	seen := map[string]bool{}
	for _, q := range r.list(o["requirements"]) {
		m := r.object(q, "id", "measure", "need", "min_gp", "eligible")
		req := Requirement{
			ID: r.text(m["id"]), Measure: r.measure(m["measure"]), Need: r.number(m["need"]),
			MinGradePoints: r.number(m["min_gp"]), Eligible: r.eligible(m["eligible"], index),
		}
		r.once(seen, req.ID, q.at+"/id")
		g.Requirements = append(g.Requirements, req)
	}
	if g.Choose > len(g.Requirements) {
		r.failf(n.at+"/choose", "chooses %d of %d requirements", g.Choose, len(g.Requirements))
	}
	for _, x := range r.list(o["caps"]) {
		m := r.object(x, "tag", "measure", "at_most")
		g.Caps = append(g.Caps, Cap{r.text(m["tag"]), r.measure(m["measure"]), r.number(m["at_most"])})
	}
	if x := o["residency"]; !null(x) {
		m := r.object(x, "tag", "at_least_credits")
		g.Residency = &Residency{r.text(m["tag"]), r.number(m["at_least_credits"])}
	}
	if x := o["gpa_min"]; !null(x) {
		v := r.number(x)
		g.MinMean = &v
	}
	return g
}

func (r *reader) shareCap(n node, groups map[string]int) ShareCap {
	m := r.object(n, "groups", "at_most_courses")
	s := ShareCap{AtMost: r.number(m["at_most_courses"])}
	pair := r.list(m["groups"])
	if len(pair) != 2 {
		r.failf(n.at+"/groups", "must be two groups")
		return s
	}
	for k, x := range pair {
		i, ok := groups[r.text(x)]
		if !ok {
			r.failf(x.at, "there is no such group")
		}
		*[2]*int{&s.A, &s.B}[k] = i
	}
	if s.A == s.B {
		r.failf(n.at+"/groups", "must be two different groups")
	}
	return s
}
