namespace CommentService.Storage;

/// <summary>
/// SQL that every provider understands, with its parameters in the order in which arguments are given. Arguments are
/// values as the model has them: text, numbers, ids, moments, bytes or null.
/// </summary>
/// <remarks>
/// A bound row limit is written as <c>LIMIT @most + 0</c>: SQLite looks at the value of a bare one to choose its plan,
/// and so compiles the statement anew each time that another value, of any parameter, is bound.
/// </remarks>
internal sealed record Statement(string Sql, params string[] Parameters);
