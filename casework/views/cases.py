"""Cases: the list, one case with all that belongs to it, opening, sharing and closing."""

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casework import rules
from casework.domain.cases import close_case, end_share, open_case, share_case
from casework.enums import ReadKind
from casework.forms.cases import CaseFilter, CaseForm, CloseForm, ShareForm
from casework.models import Case, CaseShare, FieldContact
from casework.queries.cases import colleagues_of, consents_of, links_of, listed_cases, referrals_of, shares_of
from casework.queries.contacts import find_contact
from casework.queries.course import course_of
from casework.tables.cases import CaseTable
from casework.views.base import CaseworkPage
from core.audit import history_of_all
from core.views.base import ActionPage, DetailPage, FormPage, ListPage, ObjectFormPage

TRAIL = ((_("Cases"), reverse_lazy("casework:case_list")),)


class CaseListPage(CaseworkPage, ListPage):
    """Whom do I accompany, and where has a unit answered?"""

    model = Case
    table_class = CaseTable
    filterset_class = CaseFilter
    read_kind = ReadKind.CASE_LIST
    heading = _("Cases")
    empty_text = _("The people you accompany stand here. Open a case when a step needs it, by a handle.")
    create_action = (_("Open case"), reverse_lazy("casework:case_create"))

    def get_queryset(self) -> QuerySet:
        """Load person, responsible worker and answers with them."""
        return listed_cases(self.request.user)


class CaseDetailPage(CaseworkPage, DetailPage):
    """One case: what was agreed, who was asked, what came back, what to do next."""

    model = Case
    template_name = "casework/case_detail.html"
    read_kind = ReadKind.CASE
    breadcrumbs = TRAIL

    def get_queryset(self) -> QuerySet:
        """Load person and responsible worker with it."""
        return Case.objects.select_related("person", "responsible", "organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what belongs to the case; each part is loaded once and also tells the course."""
        user, case, today = self.request.user, self.object, self.request.today
        consents, referrals, links = (list(rows(case, user)) for rows in (consents_of, referrals_of, links_of))
        return super().get_context_data(
            consents=[(consent, consent.holds_on(today)) for consent in consents],
            may_refer=case.is_open and any(consent.holds_on(today) for consent in consents),
            referrals=referrals,
            shares=shares_of(case, user),
            course=course_of(case, consents=consents, referrals=referrals, links=links),
            in_charge=rules.may_share_or_close(user, case),
            history=history_of_all([case, *consents, *referrals], user),
            **kwargs,
        )


class CaseCreatePage(CaseworkPage, FormPage):
    """Open a case for a person by a handle, perhaps out of a contact."""

    form_class = CaseForm
    read_kind = ReadKind.CASE
    shows_data = False
    heading = _("Open case")
    submit_label = _("Open case")
    success_message = _("The case is open. Next: record consent, then refer.")
    breadcrumbs = TRAIL

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who opens the case."""
        return super().get_form_kwargs() | {"user": self.request.user}

    @cached_property
    def contact(self) -> FieldContact | None:
        """Return the contact the case grows out of, if the address names one the user sees."""
        key = self.request.GET.get("contact", "")
        return find_contact(self.request.user, key) if key else None

    def perform(self, form: CaseForm) -> Case:
        """Open it."""
        return open_case(
            handle=form.cleaned_data["handle"],
            purpose=form.cleaned_data["purpose"],
            by=self.request.user,
            organisation_id=form.organisation_id(),
            today=self.request.today,
            contact=self.contact,
        )


class OfCase(CaseworkPage):
    """A form about one case; hands the way back to it."""

    model = Case
    read_kind = ReadKind.CASE

    def get_queryset(self) -> QuerySet:
        """Load the person, whose handle names the case."""
        return Case.objects.select_related("person")

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the case."""
        return (*TRAIL, (str(self.object), self.object.get_absolute_url()))

    def get_success_url(self) -> str:
        """Return to the case."""
        return self.object.get_absolute_url()


class ShareCreatePage(OfCase, ObjectFormPage):
    """Let a colleague see the case and work on it."""

    form_class = ShareForm
    permission = rules.may_share_or_close
    heading = _("Share case")
    submit_label = _("Share case")
    success_message = _("The case is shared.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the colleagues."""
        return super().get_form_kwargs() | {"colleagues": colleagues_of(self.object, self.request.today)}

    def perform(self, form: ShareForm) -> CaseShare:
        """Share it."""
        return share_case(
            self.object,
            colleague=form.cleaned_data["colleague"],
            until=form.cleaned_data["until"],
            by=self.request.user,
            today=self.request.today,
        )


class CaseClosePage(OfCase, ActionPage):
    """End the work on a case."""

    form_class = CloseForm
    permission = rules.may_share_or_close
    heading = _("Close case")
    question = _("The case stays readable. It can take no new consents and referrals.")
    success_message = _("The case is closed.")

    def perform(self, form: CloseForm) -> None:
        """Close it."""
        close_case(self.object, reason=form.cleaned_data["reason"], today=self.request.today)


class ShareEndPage(CaseworkPage, ActionPage):
    """A colleague no longer needs the case."""

    model = CaseShare
    read_kind = ReadKind.SHARE
    heading = _("End share")
    question = _("The colleague no longer sees the case from this moment on.")
    success_message = _("The share has ended.")

    @staticmethod
    def permission(user: Any, share: CaseShare) -> bool:
        """Whoever is in charge of the case ends its shares."""
        return rules.is_in_charge(user, share.case)

    def get_queryset(self) -> QuerySet:
        """Load case and person."""
        return CaseShare.objects.select_related("case__person")

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the case."""
        return (*TRAIL, (str(self.object.case), self.object.case.get_absolute_url()))

    def perform(self, form: Form) -> None:
        """End it."""
        end_share(self.object, now=self.request.now)

    def get_success_url(self) -> str:
        """Return to the case."""
        return self.object.case.get_absolute_url()
