using System.Globalization;
using System.Text;

namespace CommentService.Intake;

/// <summary>The page that a plain form gets when it is refused: the form as it was sent, each message beside its field.</summary>
internal static class FormPage
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private static readonly IntakeField[] Hidden = [IntakeField.ParentId, IntakeField.ArticleTitle, IntakeField.ArticleUrl, IntakeField.Language, IntakeField.Homepage];

    public static string Render(Refusal refusal, SentFields sent, string action)
    {
        var form = new StringBuilder();
        form.Append("<p role=\"alert\">").Append(Page.Text(refusal.Errors.Count > 0 ? "Nothing is lost: please mend what is marked and send it again." : refusal.Detail)).Append("</p>");
        AppendLooseErrors(form, refusal, sent);
        form.Append("<form method=\"post\" action=\"").Append(Page.Text(action)).Append("\">");
        foreach (var field in Hidden.Prepend(IntakeField.ArticleId).Where(f => sent[f] is not null))
        {
            form.Append("<input type=\"hidden\" name=\"").Append(Page.Text(sent.Names[field])).Append("\" value=\"").Append(Page.Text(sent[field])).Append("\">");
        }

        AppendInput(form, refusal, sent, IntakeField.Comment, "Comment", null);
        AppendInput(form, refusal, sent, IntakeField.Name, "Name", "text\" autocomplete=\"name");
        AppendInput(form, refusal, sent, IntakeField.Email, "Email (optional, never shown)", "email\" autocomplete=\"email");
        AppendInput(form, refusal, sent, IntakeField.Website, "Website (optional)", "url\" autocomplete=\"url");
        form.Append("<button type=\"submit\">Post Comment</button></form>");
        return Page.Render(refusal.Errors.Count > 0 ? "Your comment was not sent yet" : refusal.Title, form.ToString());
    }

    /// <summary>Errors of fields that the reader does not see stand above the form.</summary>
    private static void AppendLooseErrors(StringBuilder form, Refusal refusal, SentFields sent)
    {
        string[] shown = [sent.Names[IntakeField.Name], sent.Names[IntakeField.Comment], sent.Names[IntakeField.Email], sent.Names[IntakeField.Website]];
        foreach (var (_, messages) in refusal.Errors.Where(e => !shown.Contains(e.Key)))
        {
            form.Append("<p class=\"error\">").Append(Page.Text(string.Join(' ', messages))).Append("</p>");
        }
    }

    private static void AppendInput(StringBuilder form, Refusal refusal, SentFields sent, IntakeField field, string label, string? type)
    {
        var name = Page.Text(sent.Names[field]);
        var error = refusal.Errors.TryGetValue(sent.Names[field], out var messages) ? string.Join(' ', messages) : null;
        var invalid = error is null ? "" : $" aria-invalid=\"true\" aria-describedby=\"{name}-error\"";
        form.Append(Invariant, $"<label for=\"{name}\">{label}</label>");
        form.Append(type is null
            // A line break right after the tag is not part of the text; without it a text that begins with one would lose it.
            ? $"<textarea id=\"{name}\" name=\"{name}\"{invalid}>\n{Page.Text(sent[field])}</textarea>"
            : $"<input id=\"{name}\" name=\"{name}\" type=\"{type}\" value=\"{Page.Text(sent[field])}\"{invalid}>");
        if (error is not null)
        {
            form.Append(Invariant, $"<p class=\"error\" id=\"{name}-error\">{Page.Text(error)}</p>");
        }
    }
}
