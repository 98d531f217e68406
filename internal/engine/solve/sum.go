package solve

import "slices"

// finish adds up the parts.
func (j *job) finish() {
	var sum, sumFloor, total, totalFloor, added int64
	for _, r := range j.done {
		added += r.added
		if r.free {
			total, totalFloor = max(total, r.cost), max(totalFloor, r.floor)
		} else {
			sum, sumFloor = sum+r.cost, sumFloor+r.floor
		}
	}
	cost, floor := max(sum, total), max(sumFloor, totalFloor)
	slices.Sort(j.uses)
	j.out.Uses = make([]Use, len(j.uses))
	for i, u := range j.uses {
		j.out.Uses[i] = Use{int32(u >> 32), int32(u)}
	}
	j.out.Satisfied = cost == 0
	j.out.Steps = j.steps
	if cost < maxCost { // else a part was beyond the limits, and nothing is known of it
		j.out.Goals = j.values(cost, added)
	}
	if !j.out.Proven {
		j.out.Bound = j.values(floor, floor) // what is added up is never less
	}
}

// values lists the goals; those about what is missing come from the cost.
func (j *job) values(cost, added int64) []int64 {
	out := make([]int64, 0, len(j.goals))
	for _, g := range j.goals {
		switch g {
		case Satisfied:
			out = append(out, min(cost, 1))
		case Lacking:
			out = append(out, j.w.value(added, Remaining))
		case FewestUses:
			n := int64(0)
			for _, u := range j.out.Uses {
				if !j.p.Nodes[u.Take].Free {
					n++
				}
			}
			out = append(out, n)
		case BundleCost:
			n := int64(0)
			for a, b := range j.out.Bundles {
				n += j.p.Alternatives[a].Bundles[b].Cost
			}
			out = append(out, n)
		case MostCredit:
			out = append(out, j.credit)
		default:
			out = append(out, j.w.value(cost, g))
		}
	}
	return out
}
