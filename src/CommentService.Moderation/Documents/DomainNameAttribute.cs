namespace CommentService.Moderation.Documents;

/// <summary>Each text of the list is a domain name, such as <c>example.com</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DomainNameAttribute : Attribute
{
    public const string Pattern = @"^[\p{L}\p{N}*][\p{L}\p{N}.-]{0,252}$";

    public static bool IsValid(string text)
    {
        var name = text.StartsWith("*.", StringComparison.Ordinal) ? text.AsSpan(2) : text;
        if (name.IsEmpty || name.Length > 253 || !char.IsLetterOrDigit(name[0]))
        {
            return false;
        }

        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('.' or '-'))
            {
                return false;
            }
        }

        return true;
    }
}
