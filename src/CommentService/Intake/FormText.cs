using System.Text;
using Microsoft.Net.Http.Headers;

namespace CommentService.Intake;

/// <summary>What both kinds of form have in common.</summary>
internal static class FormText
{
    /// <summary>The encoding that a content type names. Without one that is known, UTF-8: that is what browsers send.</summary>
    public static Encoding EncodingOf(MediaTypeHeaderValue? type)
    {
        try
        {
            return type?.Encoding ?? Encoding.UTF8;
        }
        catch (NotSupportedException)
        {
            // UTF-7, which can hide anything.
            return Encoding.UTF8;
        }
    }

    /// <summary>The field that the caller calls so; null for what is none of ours.</summary>
    public static IntakeField? FieldOf(string name, FieldNames names)
    {
        for (var field = IntakeField.ArticleId; field <= IntakeField.Homepage; field++)
        {
            if (names[field] == name)
            {
                return field;
            }
        }

        return null;
    }

    /// <summary>Takes a value; of one that is given more than once the first is kept.</summary>
    public static void Take(SentFields fields, IntakeField field, string value)
    {
        if (fields[field] is null)
        {
            fields[field] = value;
        }
        else
        {
            fields.Refuse(field, "This is given more than once.");
        }
    }
}
