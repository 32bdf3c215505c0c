namespace CommentService.Storage;

/// <summary>SQL that every provider understands, with its parameters in the order in which arguments are given.</summary>
internal sealed record Statement(string Sql, params string[] Parameters);
