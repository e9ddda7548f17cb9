from collections.abc import Iterator

from jupyter_quality.notebook.edit import ClearOutputs, Fix
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.security._outputs import output_texts
from jupyter_quality.rules.security._personal import Personal, kinds_in, personal_data
from jupyter_quality.rules.security._spans import first_line


class PersonalDataInOutput(Rule):
    """A saved output shows personal data: e-mail addresses, phone, card, account or national numbers.

    They travel with the file to everybody who gets it, and stay in a repository's history when the output is long gone; the people
    they belong to never agreed to that. Clear the output, and show counts, or columns without names, instead of the rows themselves.
    """

    severity = Severity.FRAGILE
    message = "the saved output of this cell holds {what}, for example `{shown}`: they travel with the file"
    bad = (
        """
        # %% [1]
        customers.head()  # <-
        #>         name                   mail
        #> 0   Mia Berg   mia.berg@posteo.net
        #> 1   Bo Lind    bo@lindbolag.se
        """,
        """
        # %% [1]
        payments.head()  # <-
        #> 0   4539 1488 0343 6467   DE89 3704 0044 0532 0130 00
        # %% [2]
        calls.head()  # <-
        #> Mia   +49 30 1234 5678
        # %% [3]
        pessoas.head()  # <-
        #> Ana   529.982.247-25
        """,
    )
    good = (
        """
        # %% [1]
        users.head()
        #> 0   mia@example.com   someone@test.com   user@domain.com
        #> git@github.com:someone/something.git
        #> noreply@shop.se   support@lindbolag.se   12345+mia@users.noreply.github.com
        #> logo@2x.png   a @ b.T   decorator @app.route
        """,
        """
        # %% [1]
        payments.head()
        #> 0   4111 1111 1111 1111   4242-4242-4242-4242
        #> order 4539 1488 0343 6468 and 1234567890123456
        #> [4539 1488 0343 6467]
        #> 12 4539 1488 0343 6467 15
        #> DE00 3704 0044 0532 0130 00
        #> 111.111.111-11   123.456.789-00   192.168.100.100-20
        """,
        """
        # %% [1]
        print(numbers)
        #> +1.5 +2 -3 1e+10 2024-01-01 12:00:00+00:00
        #> 2019 2020 2021 2022 2023
        #> 123456789012345678
        # %% [2]
        "mia.berg@posteo.net"
        """,
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        texts = output_texts(reading)
        kinds = kinds_in(texts.together)
        for cell, text in texts.of_cells if kinds else ():
            found = list(personal_data(text, kinds))
            if found:
                fix = Fix("Clear this output", (ClearOutputs(cell.id),), safe=True)
                yield self.finding(first_line(cell), fix=fix, confidence=0.8, what=_listed(found), shown=found[0].shown)


def _listed(found: list[Personal]) -> str:
    parts = [one.what for one in found]
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
