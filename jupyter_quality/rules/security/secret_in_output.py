from collections.abc import Iterator

from jupyter_quality.notebook.edit import ClearOutputs, Fix
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.security._outputs import output_texts
from jupyter_quality.rules.security._secrets import shaped_secrets, shapes_in
from jupyter_quality.rules.security._spans import first_line


class SecretInOutput(Rule):
    """A token, key or password was printed and is saved with the notebook.

    The source may read it from a safe place, but the output gives it to whoever gets the file. Clear the output before the file is
    shared, print less, and have the secret withdrawn where the file has been anywhere already.
    """

    severity = Severity.WRONG
    message = "the saved output of this cell shows {what} (`{shown}`): whoever gets this notebook can use it"
    bad = (
        """
        # %% [1]
        print(settings)  # <-
        #> {'region': 'eu', 'url': 'mysql://root:hunter22@db:3306/shop'}
        """,
        """
        # %% [1]
        token  # <-
        #> xoxb-not-a-real-1234567890-AbCdEfGhIjKlMnOp
        # %% [2]
        connect()  # <-
        #! ConnectionError: cannot reach amqp://mia:s3cretpw@queue.internal
        """,
    )
    good = """
    # %% [1]
    print(url, tokens)
    #> postgresql://user:***@db/shop
    #> ['[PAD]', 'sk-learn', 'xoxo', 'eyJ']
    #> https://example.org/a:b@2x.png
    #> AKIAIOSFODNN7EXAMPLE
    """
    further = "https://docs.github.com/en/code-security/secret-scanning/introduction/about-secret-scanning"

    def find(self, reading: Reading) -> Iterator[Finding]:
        texts = output_texts(reading)
        shapes = shapes_in(texts.together)
        for cell, text in texts.of_cells if shapes else ():
            found = shaped_secrets(text, shapes)
            if found:
                fix = Fix("Clear this output", (ClearOutputs(cell.id),))
                yield self.finding(first_line(cell), fix=fix, what=found[0].what, shown=found[0].shown)
