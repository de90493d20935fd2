"""The second door: jobs of the clock, and jobs that a command asks a worker to do.

Each line names a job and the one command that it calls. A job that fails is tried again, later and later.
"""

from __future__ import annotations

from wellkept.billing.commands import invoices, payments, reminders
from wellkept.delivery import commands as delivery
from wellkept.duplicates.commands.sweep import sweep as compare_customers
from wellkept.duplicates.commands.weights import learn
from wellkept.exports import commands as exports
from wellkept.find import commands as find
from wellkept.idempotency import commands as requests
from wellkept.imports.commands import batches as imports
from wellkept.imports.commands.pipeline import go_on
from wellkept.installation import job_queue
from wellkept.installation.backup import nightly_backup
from wellkept.installation.proof import prove_backup
from wellkept.intake.commands import items, routing, samples
from wellkept.journeys.commands import handoffs, silence
from wellkept.messages import commands as messages
from wellkept.messages import staff_letters
from wellkept.promises import commands as promises
from wellkept.quality import commands as quality
from wellkept.references import commands as references
from wellkept.support import commands as support
from wellkept.visits import commands as visits

# Cron (minute, hour, day, month, weekday; UTC), the name of the job, its command.
CLOCK = (
    ("* * * * *", "carry_mail", messages.carry_due),
    ("* * * * *", "handle_mail", routing.handle_waiting),
    ("* * * * *", "resume_imports", imports.take_up),
    ("* * * * *", "resume_exports", exports.take_up),
    ("* * * * *", "find_duplicates", compare_customers),
    ("* * * * *", "tell_of_late_visits", visits.tell_of_late_visits),
    ("* * * * *", "end_visits", visits.end_visits),
    ("*/5 * * * *", "escalate_offers", handoffs.escalate_overdue_offers),
    ("*/5 * * * *", "warn_of_silence", silence.warn_of_silence),
    ("*/5 * * * *", "mark_broken_promises", promises.mark_broken),
    ("*/5 * * * *", "warn_of_overdue_items", items.warn_of_overdue),
    ("*/5 * * * *", "warn_of_overdue_searches", find.warn_of_overdue),
    ("*/5 * * * *", "warn_of_overdue_nonconformities", quality.warn_of_overdue),
    ("*/5 * * * *", "warn_of_overdue_payments", payments.warn_of_overdue_payments),
    ("*/5 * * * *", "warn_of_overdue_invoices", invoices.warn_of_overdue_invoices),
    ("17 * * * *", "remind_of_invoices", reminders.remind_of_invoices),
    ("11 * * * *", "draw_samples", samples.draw_samples),
    ("23 * * * *", "accept_by_silence", delivery.deem_accepted),
    ("24 * * * *", "rest_after_care", support.rest_after_care),
    ("25 * * * *", "check_in", support.check_in),
    ("7 0 * * *", "daily_anchor", messages.send_daily_anchor),
    ("17 2 * * *", "nightly_backup", nightly_backup),
    ("47 2 * * *", "prove_backup", prove_backup),  # each week; after a failure each night
    ("41 2 * * *", "count_words", references.count_words),
    ("31 3 * * *", "forget_old_searches", find.forget_old_searches),
    ("41 3 * * *", "forget_old_requests", requests.forget_old),
    ("11 4 * * 0", "learn_weights", learn),
)

# The name of the job, its command, its queue. Who asks gives the arguments.
ON_REQUEST = (
    ("work_on_import", go_on, "files"),
    ("write_export", exports.write, "files"),
    ("write_to_colleague", staff_letters.write_to_colleague, "letters"),
    ("send_reset_link", staff_letters.send_reset_link, "letters"),
)

for cron, name, command in CLOCK:
    job_queue.register_clock(cron, name, command)
for name, on_request, queue in ON_REQUEST:
    job_queue.register(name, on_request, queue=queue)
