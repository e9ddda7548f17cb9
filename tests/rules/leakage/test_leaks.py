"""Each kind of leak, in the many ways in which it is written: just the marked lines are found, by the rule that is named."""

from collections.abc import Callable

import pytest

LEAKS = {
    "several trees of a plot": (
        "group-in-train-and-test",
        """
        # %%
        trees = pd.read_csv("trees.csv")
        trees.groupby("plot_id").size().max()
        A, B, a, b = train_test_split(trees[["height"]], trees["mass"], random_state=0)  # <-
        print(Ridge().fit(A, a).score(B, b))
        """,
    ),
    "the training part scaled by hand, the test part not": (
        "untransformed-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        A, B, a, b = train_test_split(df[["a"]].values, df["y"].values, random_state=0)
        A = (A - A.mean(0)) / A.std(0)
        print(LogisticRegression().fit(A, a).score(B, b))  # <-
        """,
    ),
    "copies that the author keeps, and says so": (
        "duplicates-in-train-and-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        df.duplicated().sum()
        # %% [markdown]
        403 duplicated messages, I keep them.
        # %%
        train, test = train_test_split(df, random_state=0)  # <-
        print(Ridge().fit(train[["a"]], train["y"]).score(test[["a"]], test["y"]))
        """,
    ),
    "a share of what the target is computed from": (
        "target-in-features",
        """
        # %%
        df = pd.read_csv("a.csv")
        df["long"] = (df["minutes"] > 90).astype(int)
        df["minutes_each"] = df["minutes"] / df["staff"]
        X = df[["age", "staff", "minutes_each"]]  # <-
        print(cross_val_score(RandomForestClassifier(random_state=0), X, df["long"]))
        """,
    ),
    "columns by their mutual information over all rows": (
        "fit-before-split",
        """
        # %%
        from sklearn.feature_selection import mutual_info_classif
        df = pd.read_csv("a.csv")
        X, y = df.drop(columns="y"), df["y"]
        order = np.argsort(mutual_info_classif(X, y))[::-1]  # <-
        print(cross_val_score(LogisticRegression(), X[X.columns[order[:20]]], y))
        """,
    ),
    "columns by a model that has learned from all rows": (
        "fit-before-split",
        """
        # %%
        from sklearn.feature_selection import SelectFromModel
        df = pd.read_csv("a.csv")
        X, y = df.drop(columns="y"), df["y"]
        forest = RandomForestClassifier(random_state=0).fit(X, y)  # <-
        chosen = SelectFromModel(forest, prefit=True).transform(X)
        print(cross_val_score(LogisticRegression(), chosen, y))
        """,
    ),
    "bands by quantiles of all rows": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        df["band"] = pd.qcut(df["income"], 10, labels=False)  # <-
        train, test = train_test_split(df, random_state=3)
        print(LogisticRegression().fit(train[["band"]], train["y"]).score(test[["band"]], test["y"]))
        """,
    ),
    "a function of a library, applied to each column": (
        "fit-before-split",
        """
        # %%
        from scipy import stats
        df = pd.read_csv("a.csv")
        y = df.pop("y")
        print(cross_val_score(LogisticRegression(), df.apply(stats.zscore), y))  # <-
        """,
    ),
    "a window over the rows from below": (
        "future-in-features",
        """
        # %%
        sales = pd.read_csv("sales.csv", parse_dates=["day"]).sort_values("day")
        sales["week"] = sales["units"][::-1].rolling(7).mean()[::-1]  # <-
        train, test = sales.iloc[:-60], sales.iloc[-60:]
        print(Ridge().fit(train[["week"]], train["units"]).score(test[["week"]], test["units"]))
        """,
    ),
    "a mean and deviation of Spark": (
        "fit-before-split",
        """
        # %%
        import pyspark.sql.functions as F
        from pyspark.ml.evaluation import RegressionEvaluator
        from pyspark.ml.feature import VectorAssembler
        from pyspark.ml.regression import LinearRegression
        from pyspark.sql import SparkSession
        rows = SparkSession.builder.getOrCreate().read.csv("a.csv")
        told = rows.select(F.mean("t").alias("m"), F.stddev("t").alias("s")).first()  # <-
        rows = rows.withColumn("z", (F.col("t") - told["m"]) / told["s"])
        rows = VectorAssembler(inputCols=["z"], outputCol="features").transform(rows)
        train, test = rows.randomSplit([0.8, 0.2], seed=3)
        model = LinearRegression().fit(train)
        print(RegressionEvaluator().evaluate(model.transform(test)))
        """,
    ),
    "columns by the p-values of all rows": (
        "fit-before-split",
        """
        # %%
        import statsmodels.api as sm
        df = pd.read_csv("a.csv")
        X, y = df.drop(columns="y"), df["y"]
        full = sm.OLS(y, X).fit()  # <-
        keep = full.pvalues[full.pvalues < 0.05].index
        A, B, a, b = train_test_split(X[keep], y, random_state=0)
        print(mean_squared_error(b, sm.OLS(a, A).fit().predict(B)))
        """,
    ),
    "columns chosen by a test between classes of all rows": (
        "fit-before-split",
        """
        # %%
        from scipy.stats import ttest_ind
        df = pd.read_csv("a.csv")
        y = df.pop("y").values
        X = df.values
        t, p = ttest_ind(X[y == 1], X[y == 0])  # <-
        keep = np.where(p < 0.01)[0]
        print(cross_val_score(LogisticRegression(), X[:, keep], y))
        """,
    ),
    "names of the columns that a selection keeps": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        X, y = df.drop(columns="y"), df["y"]
        best = SelectKBest(k=10)
        best.fit(X, y)  # <-
        names = X.columns[best.get_support()]
        print(cross_val_score(LogisticRegression(), X[names], y))
        """,
    ),
    "a layer that learned from all rows before its network": (
        "fit-before-split",
        """
        # %%
        from tensorflow import keras
        df = pd.read_csv("a.csv")
        X, y = df.drop(columns="y"), df["y"]
        scale = keras.layers.Normalization()
        scale.adapt(X)  # <-
        A, B, a, b = train_test_split(X, y, random_state=0)
        net = keras.Sequential([scale, keras.layers.Dense(1)])
        net.fit(A, a, epochs=5)
        print(net.evaluate(B, b))
        """,
    ),
    "torch, in batches of a part": (
        "fit-before-split",
        """
        # %%
        import torch
        from torch.utils.data import DataLoader, TensorDataset, random_split
        df = pd.read_csv("a.csv")
        X, y = df.drop(columns="y").to_numpy(np.float32), df["y"].to_numpy(np.float32)
        X = (X - X.mean(axis=0)) / X.std(axis=0)  # <-
        rows = TensorDataset(torch.from_numpy(X), torch.from_numpy(y))
        train, test = random_split(rows, [800, 200])
        net, loss = torch.nn.Sequential(torch.nn.Linear(5, 1)), torch.nn.MSELoss()
        for features, target in DataLoader(train, batch_size=64):
            loss(net(features), target).backward()
        for features, target in DataLoader(test, batch_size=64):
            print(loss(net(features), target).item())
        """,
    ),
    "rows drawn with replacement, by their positions": (
        "rows-in-train-and-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        X, y = df.drop(columns="y").values, df["y"].values
        draw = np.random.default_rng(1).integers(0, len(X), size=2000)
        more, target = X[draw], y[draw]  # <-
        A, B, a, b = train_test_split(more, target, random_state=0)
        print(RandomForestClassifier(random_state=0).fit(A, a).score(B, b))
        """,
    ),
    "windows over the signal of each person": (
        "group-in-train-and-test",
        """
        # %%
        emg = pd.read_csv("emg.csv")
        X, y = [], []
        for subject, part in emg.groupby("subject"):
            signal = part["volts"].to_numpy()
            for start in range(0, len(signal) - 200, 100):
                X.append([signal[start:start + 200].mean(), signal[start:start + 200].std()])
                y.append(part["gesture"].iloc[start])
        A, B, a, b = train_test_split(np.array(X), np.array(y), random_state=0)  # <-
        print(RandomForestClassifier(random_state=0).fit(A, a).score(B, b))
        """,
    ),
    "a forecast for months that were learned from": (
        "rows-in-train-and-test",
        """
        # %%
        from statsmodels.tsa.arima.model import ARIMA
        flights = pd.read_csv("flights.csv", parse_dates=["month"], index_col="month")["passengers"]
        train, test = flights[:-12], flights[-12:]
        fit = ARIMA(flights, order=(1, 1, 1)).fit()  # <-
        print(mean_squared_error(test, fit.predict(start=len(train), end=len(flights) - 1)))
        """,
    ),
    "clusters of all rows as a feature": (
        "fit-before-split",
        """
        # %%
        from sklearn.cluster import KMeans
        df = pd.read_csv("a.csv")
        df["segment"] = KMeans(5, random_state=0).fit_predict(df[["a", "b"]])  # <-
        train, test = train_test_split(df, random_state=0)
        names = ["a", "segment"]
        print(LogisticRegression().fit(train[names], train["y"]).score(test[names], test["y"]))
        """,
    ),
    "a median of a column of polars": (
        "fit-before-split",
        """
        # %%
        import polars as pl
        df = pl.read_csv("a.csv").with_columns(pl.col("age").fill_null(pl.col("age").median()).alias("age"))  # <-
        A, B, a, b = train_test_split(df.select("age").to_numpy(), df["y"].to_numpy(), random_state=0)
        print(LogisticRegression().fit(A, a).score(B, b))
        """,
    ),
    "gaps filled with the median of each group of all rows": (
        "fit-before-split",
        """
        # %%
        cars = pd.read_csv("cars.csv")
        cars["power"] = cars.groupby("brand")["power"].transform(lambda s: s.fillna(s.median()))  # <-
        # %%
        train, test = train_test_split(cars, random_state=0)
        print(Ridge().fit(train[["power"]], train["price"]).score(test[["power"]], test["price"]))
        """,
    ),
    "a centred window over dates that are the index": (
        "future-in-features",
        """
        # %%
        load = pd.read_csv("load.csv", parse_dates=["at"], index_col="at")
        load["smooth"] = load["mw"].rolling(25, center=True).mean()  # <-
        train, test = train_test_split(load, shuffle=False)
        print(Ridge().fit(train[["smooth"]], train["mw"]).score(test[["smooth"]], test["mw"]))
        """,
    ),
    "learned anew from the test part, and scored there": (
        "fit-on-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        A, B, a, b = train_test_split(df[["a"]], df["y"], random_state=0)
        for model in (Ridge(), RandomForestClassifier(random_state=0)):
            model.fit(A, a)
            print(model.score(A, a))
            model.fit(B, b)  # <-
            print(model.score(B, b))
        """,
    ),
    "a helper of many lines that learn from the test part": (
        "fit-on-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        def prepare(part):
            part = SimpleImputer().fit_transform(part)  # <-
            part = MinMaxScaler().fit_transform(part)
            return PCA(3).fit_transform(part)
        A, B, a, b = train_test_split(df[["a"]], df["y"], random_state=0)
        A, B = prepare(A), prepare(B)
        print(Ridge().fit(A, a).score(B, b))
        """,
    ),
    "the best epoch, read back from its file": (
        "choice-by-test-score",
        """
        # %%
        from tensorflow import keras
        df = pd.read_csv("a.csv")
        A, B, a, b = train_test_split(df[["a"]], df["y"], random_state=0)
        net = keras.Sequential([keras.layers.Dense(1)])
        best = keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True)
        net.fit(A, a, validation_data=(B, b), callbacks=[best])  # <-
        # %%
        net = keras.models.load_model("best.keras")
        print(f1_score(b, net.predict(B) > 0.5))
        """,
    ),
    "copies that the author counted and noted": (
        "duplicates-in-train-and-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        print(df.duplicated(["text"]).sum(), "of", len(df), "are repeats")
        # 37735 of 162411 are repeats
        train, test = train_test_split(df, random_state=0)  # <-
        print(Ridge().fit(train[["a"]], train["y"]).score(test[["a"]], test["y"]))
        """,
    ),
    "a scaler that learns in batches of all rows": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        X, y = df.drop(columns="y"), df["y"]
        scaler = StandardScaler()
        for start in range(0, len(X), 1000):
            scaler.partial_fit(X.iloc[start:start + 1000])  # <-
        # %%
        Xa, Xb, ya, yb = train_test_split(scaler.transform(X), y, random_state=0)
        print(LogisticRegression().fit(Xa, ya).score(Xb, yb))
        """,
    ),
    "a model that learns in batches of all rows": (
        "rows-in-train-and-test",
        """
        # %%
        from sklearn.linear_model import SGDClassifier
        df = pd.read_csv("a.csv")
        X, y = df.drop(columns="y").values, df["y"].values
        Xa, Xb, ya, yb = train_test_split(X, y, random_state=0)
        sgd = SGDClassifier(random_state=0)
        for epoch in range(5):
            for i in range(0, X.shape[0], 256):
                sgd.partial_fit(X[i:i + 256], y[i:i + 256], classes=[0, 1])  # <-
        print(sgd.score(Xb, yb))
        """,
    ),
    "components of all rows, then folds by hand": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        y = df.pop("y").to_numpy()
        Z = PCA(10).fit_transform(df)  # <-
        # %%
        folds = np.array_split(np.random.RandomState(0).permutation(len(Z)), 5)
        scores = []
        for i in range(5):
            train = np.concatenate([folds[j] for j in range(5) if j != i])
            model = LogisticRegression().fit(Z[train], y[train])
            scores.append(model.score(Z[folds[i]], y[folds[i]]))
        """,
    ),
    "settings searched by the test rows in a predefined split": (
        "choice-by-test-score",
        """
        # %%
        from sklearn.model_selection import PredefinedSplit
        df = pd.read_csv("a.csv")
        X_train, X_test, y_train, y_test = train_test_split(df[["a"]], df["y"], random_state=0)
        fold = np.r_[np.full(len(X_train), -1), np.zeros(len(X_test))]
        both, target = np.concatenate([X_train, X_test]), np.concatenate([y_train, y_test])
        search = GridSearchCV(LogisticRegression(), {"C": [1, 10]}, cv=PredefinedSplit(fold), refit=False)
        search.fit(both, target)  # <-
        # %%
        print(LogisticRegression(**search.best_params_).fit(X_train, y_train).score(X_test, y_test))
        """,
    ),
    "the winner of a table that was turned": (
        "choice-by-test-score",
        """
        # %%
        df = pd.read_csv("a.csv")
        A, B, a, b = train_test_split(df[["a"]], df["y"], random_state=0)
        scores = {}
        for name, model in {"lr": LogisticRegression(), "rf": RandomForestClassifier(random_state=0)}.items():
            scores[name] = {"f1": f1_score(b, model.fit(A, a).predict(B))}
        # %%
        table = pd.DataFrame(scores).T
        winner = table["f1"].idxmax()  # <-
        """,
    ),
    "learned anew from both parts, scored on one": (
        "rows-in-train-and-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        X_train, X_test, y_train, y_test = train_test_split(df[["a"]], df["y"], random_state=0)
        model = Ridge().fit(X_train, y_train)
        model.fit(pd.concat([X_train, X_test]), pd.concat([y_train, y_test]))  # <-
        print(model.score(X_test, y_test))
        """,
    ),
    "windows over a series, mixed": (
        "shuffled-time-series",
        """
        # %%
        values = pd.read_csv("power.csv")["kw"].to_numpy()
        X, y = [], []
        for i in range(24, len(values)):
            X.append(values[i - 24:i])
            y.append(values[i])
        # %%
        A, B, a, b = train_test_split(np.array(X), np.array(y), random_state=0)  # <-
        print(Ridge().fit(A, a).score(B, b))
        """,
    ),
    "scaler fitted, then both parts transformed": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        X, y = df.drop(columns="y"), df["y"]
        scaler = StandardScaler()
        scaler.fit(X)  # <-
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        X_train = scaler.transform(X_train)
        X_test = scaler.transform(X_test)
        model = LogisticRegression()
        model.fit(X_train, y_train)
        print(accuracy_score(y_test, model.predict(X_test)))
        """,
    ),
    "columns of a frame, in place": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        num = ["a", "b"]
        df[num] = MinMaxScaler().fit_transform(df[num])  # <-
        # %%
        train, test = train_test_split(df, random_state=0)
        clf = RandomForestClassifier(random_state=0).fit(train[num], train["y"])
        print(clf.score(test[num], test["y"]))
        """,
    ),
    "imputed with the mean of all rows": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        df["age"] = df["age"].fillna(df["age"].mean())  # <-
        X = df[["age", "fare"]]
        y = df["survived"]
        a, b, c, d = train_test_split(X, y, random_state=0)
        m = LogisticRegression().fit(a, c)
        p = m.predict(b)
        print(f1_score(d, p))
        """,
    ),
    "imputed in place, over the whole frame": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        df.fillna(df.median(), inplace=True)  # <-
        X_train, X_test, y_train, y_test = train_test_split(df.drop("y", axis=1), df.y, random_state=0)
        m = LogisticRegression().fit(X_train, y_train)
        m.score(X_test, y_test)
        """,
    ),
    "standardised by hand": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        X = df[["a", "b"]].values
        y = df["y"].values
        mu, sd = X.mean(axis=0), X.std(axis=0)  # <-
        X = (X - mu) / sd
        n = int(0.8 * len(X))
        X_tr, X_te = X[:n], X[n:]
        y_tr, y_te = y[:n], y[n:]
        m = LogisticRegression().fit(X_tr, y_tr)
        (m.predict(X_te) == y_te).mean()
        """,
    ),
    "scaled before cross-validation": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        X = PCA(5).fit_transform(df.drop(columns=["y"]))  # <-
        print(cross_val_score(LogisticRegression(), X, df["y"], cv=5).mean())
        """,
    ),
    "features selected by the target on all rows": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        X, y = df.drop(columns="y"), df.y
        X_new = SelectKBest(k=10).fit_transform(X, y)  # <-
        X_train, X_test, y_train, y_test = train_test_split(X_new, y, random_state=0)
        m = LogisticRegression().fit(X_train, y_train)
        roc_auc_score(y_test, m.predict_proba(X_test)[:, 1])
        """,
    ),
    "text": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        tfidf = TfidfVectorizer()
        X = tfidf.fit_transform(df["text"])  # <-
        Xtr, Xte, ytr, yte = train_test_split(X, df["label"], random_state=0)
        m = LogisticRegression().fit(Xtr, ytr)
        m.score(Xte, yte)
        """,
    ),
    "train and test put together": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        train, test = train_test_split(df, random_state=0)
        both = pd.concat([train, test])
        sc = StandardScaler().fit(both[["a", "b"]])  # <-
        Xa = sc.transform(train[["a", "b"]])
        Xb = sc.transform(test[["a", "b"]])
        m = LogisticRegression().fit(Xa, train["y"])
        m.score(Xb, test["y"])
        """,
    ),
    "in a helper": (
        "fit-before-split",
        """
        # %%
        def prepare(frame):
            scaler = StandardScaler()
            return scaler.fit_transform(frame)  # <-
        def evaluate(model, X, y):
            X_tr, X_te, y_tr, y_te = train_test_split(X, y, random_state=1)
            model.fit(X_tr, y_tr)
            return accuracy_score(y_te, model.predict(X_te))
        # %%
        data = pd.read_csv("a.csv")
        A = prepare(data[["a", "b"]])
        print(evaluate(LogisticRegression(), A, data["y"]))
        """,
    ),
    "in a class": (
        "fit-before-split",
        """
        # %%
        class Experiment:
            def __init__(self, model):
                self.model = model
                self.scaler = StandardScaler()
            def load(self, frame):
                self.X = self.scaler.fit_transform(frame.drop(columns="y"))  # <-
                self.y = frame["y"]
            def run(self):
                Xt, Xv, yt, yv = train_test_split(self.X, self.y, random_state=0)
                self.model.fit(Xt, yt)
                return self.model.score(Xv, yv)
        # %%
        e = Experiment(LogisticRegression())
        e.load(pd.read_csv("a.csv"))
        print(e.run())
        """,
    ),
    "a loop over models": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        X = StandardScaler().fit_transform(df.drop(columns="y"))  # <-
        y = df["y"]
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        models = {"lr": LogisticRegression(), "rf": RandomForestClassifier(random_state=0)}
        for name, model in models.items():
            model.fit(X_train, y_train)
            print(name, model.score(X_test, y_test))
        """,
    ),
    "a dict of transformers": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        scalers = {}
        for c in ["a", "b"]:
            scalers[c] = StandardScaler()
            df[c] = scalers[c].fit_transform(df[[c]])  # <-
        X_train, X_test, y_train, y_test = train_test_split(df[["a", "b"]], df["y"], random_state=0)
        m = LogisticRegression().fit(X_train, y_train)
        m.score(X_test, y_test)
        """,
    ),
    "folds by hand": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        X = StandardScaler().fit_transform(df.drop(columns="y"))  # <-
        y = df["y"].values
        scores = []
        for tr, te in KFold(5, shuffle=True, random_state=0).split(X):
            m = LogisticRegression().fit(X[tr], y[tr])
            scores.append(accuracy_score(y[te], m.predict(X[te])))
        print(np.mean(scores))
        """,
    ),
    "folds of indices by hand": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        X = df[["a", "b"]].to_numpy()
        y = df["y"].to_numpy()
        X = (X - X.min(axis=0)) / (X.max(axis=0) - X.min(axis=0))  # <-
        idx = np.random.permutation(len(X))
        cut = int(len(X) * 0.7)
        train_idx, test_idx = idx[:cut], idx[cut:]
        m = LogisticRegression().fit(X[train_idx], y[train_idx])
        m.score(X[test_idx], y[test_idx])
        """,
    ),
    "columns chosen by their correlation": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        corr = df.corr()["y"].abs()  # <-
        chosen = corr[corr > 0.2].index.drop("y")
        X_train, X_test, y_train, y_test = train_test_split(df[chosen], df["y"], random_state=0)
        m = Ridge().fit(X_train, y_train)
        print(mean_squared_error(y_test, m.predict(X_test)))
        """,
    ),
    "renamed on the way": (
        "fit-before-split",
        """
        # %%
        raw = pd.read_csv("a.csv")
        features = raw.drop("y", axis=1)
        imp = SimpleImputer()
        filled = pd.DataFrame(imp.fit_transform(features), columns=features.columns)  # <-
        design = filled.copy()
        target = raw.pop("y")
        parts = train_test_split(design, target, random_state=0)
        A, B, s, t = parts
        est = LogisticRegression()
        est.fit(A, s)
        guess = est.predict(B)
        print((guess == t).mean())
        """,
    ),
    "a search over scaled rows": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        X = StandardScaler().fit_transform(df.drop(columns="y"))  # <-
        gs = GridSearchCV(LogisticRegression(), {"C": [1, 10]})
        gs.fit(X, df["y"])
        print(gs.best_score_)
        """,
    ),
    "oversampled with SMOTE": (
        "rows-in-train-and-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        X, y = SMOTE(random_state=0).fit_resample(df.drop(columns="y"), df["y"])  # <-
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        m = LogisticRegression().fit(X_train, y_train)
        m.score(X_test, y_test)
        """,
    ),
    "upsampled with resample": (
        "rows-in-train-and-test",
        """
        # %%
        from sklearn.utils import resample
        df = pd.read_csv("a.csv")
        big = df[df.y == 0]
        small = df[df.y == 1]
        more = resample(small, replace=True, n_samples=len(big), random_state=0)  # <-
        df = pd.concat([big, more])
        X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        m = LogisticRegression().fit(X_train, y_train)
        m.score(X_test, y_test)
        """,
    ),
    "oversampled before cross-validation": (
        "rows-in-train-and-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        sm = SMOTE(random_state=0)
        Xr, yr = sm.fit_resample(df.drop(columns="y"), df["y"])  # <-
        cross_val_score(LogisticRegression(), Xr, yr)
        """,
    ),
    "the test drawn from all rows": (
        "rows-in-train-and-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        train = df.sample(frac=0.8, random_state=0)
        test = df.sample(frac=0.2, random_state=1)  # <-
        m = LogisticRegression().fit(train[["a"]], train["y"])
        m.score(test[["a"]], test["y"])
        """,
    ),
    "learned from all, scored on a part": (
        "rows-in-train-and-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        X, y = df.drop(columns="y"), df["y"]
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        m = LogisticRegression()
        m.fit(X, y)  # <-
        print(m.score(X_test, y_test))
        """,
    ),
    "a search over all rows, scored on a part": (
        "rows-in-train-and-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        X, y = df.drop(columns="y"), df["y"]
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        search = GridSearchCV(LogisticRegression(), {"C": [1, 10]}, cv=5)
        search.fit(X, y)  # <-
        best = search.best_estimator_
        print(accuracy_score(y_test, best.predict(X_test)))
        """,
    ),
    "the test part fitted anew": (
        "fit-on-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        X_train = StandardScaler().fit_transform(X_train)
        X_test = StandardScaler().fit_transform(X_test)  # <-
        m = LogisticRegression().fit(X_train, y_train)
        m.score(X_test, y_test)
        """,
    ),
    "the test part fitted in a loop": (
        "fit-on-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        train, test = train_test_split(df, random_state=0)
        test["a"] = (test["a"] - test["a"].mean()) / test["a"].std()  # <-
        train["a"] = (train["a"] - train["a"].mean()) / train["a"].std()
        m = LogisticRegression().fit(train[["a"]], train["y"])
        m.score(test[["a"]], test["y"])
        """,
    ),
    "the model learns the test part": (
        "fit-on-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        m = LogisticRegression()
        m.fit(X_train, y_train)
        m.score(X_test, y_test)
        m.fit(X_test, y_test)  # <-
        print(m.score(X_test, y_test))
        """,
    ),
    "only the training rows scaled": (
        "untransformed-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        sc = StandardScaler()
        X_train_s = sc.fit_transform(X_train)
        m = LogisticRegression().fit(X_train_s, y_train)
        print(m.score(X_test, y_test))  # <-
        """,
    ),
    "the best k": (
        "choice-by-test-score",
        """
        # %%
        df = pd.read_csv("a.csv")
        X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        scores = []
        for c in [0.1, 1, 10]:
            m = LogisticRegression(C=c).fit(X_train, y_train)
            scores.append(m.score(X_test, y_test))
        best = [0.1, 1, 10][np.argmax(scores)]  # <-
        print(best)
        """,
    ),
    "the best of a dict": (
        "choice-by-test-score",
        """
        # %%
        df = pd.read_csv("a.csv")
        X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        results = {}
        for name, m in [("lr", LogisticRegression()), ("rf", RandomForestClassifier(random_state=0))]:
            m.fit(X_train, y_train)
            results[name] = f1_score(y_test, m.predict(X_test))
        winner = max(results, key=results.get)  # <-
        print(winner, results[winner])
        """,
    ),
    "the first of a sorted table": (
        "choice-by-test-score",
        """
        # %%
        df = pd.read_csv("a.csv")
        X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        rows = []
        for c in [0.1, 1, 10]:
            m = LogisticRegression(C=c).fit(X_train, y_train)
            rows.append({"C": c, "acc": accuracy_score(y_test, m.predict(X_test))})
        table = pd.DataFrame(rows)
        best_c = table.sort_values("acc", ascending=False).iloc[0]["C"]  # <-
        final = LogisticRegression(C=best_c).fit(X_train, y_train)
        print(final.score(X_test, y_test))
        """,
    ),
    "early stopping on the test part": (
        "choice-by-test-score",
        """
        # %%
        import xgboost as xgb
        df = pd.read_csv("a.csv")
        X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        m = xgb.XGBClassifier(n_estimators=1000, early_stopping_rounds=20)
        m.fit(X_train, y_train, eval_set=[(X_test, y_test)], verbose=False)  # <-
        print(accuracy_score(y_test, m.predict(X_test)))
        """,
    ),
    "early stopping of a network": (
        "choice-by-test-score",
        """
        # %%
        from tensorflow.keras.models import Sequential
        from tensorflow.keras.layers import Dense
        from tensorflow.keras.callbacks import EarlyStopping
        df = pd.read_csv("a.csv")
        X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y").values, df["y"].values, random_state=0)
        net = Sequential([Dense(8, activation="relu"), Dense(1)])
        net.compile(loss="mse")
        stop = EarlyStopping(patience=3, restore_best_weights=True)
        net.fit(X_train, y_train, validation_data=(X_test, y_test), callbacks=[stop])  # <-
        print(net.evaluate(X_test, y_test))
        """,
    ),
    "the target in the list of features": (
        "target-in-features",
        """
        # %%
        df = pd.read_csv("a.csv")
        cols = ["a", "b", "y"]
        X = df[cols]  # <-
        y = df["y"]
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        m = LogisticRegression().fit(X_train, y_train)
        m.score(X_test, y_test)
        """,
    ),
    "a column computed from the target": (
        "target-in-features",
        """
        # %%
        df = pd.read_csv("a.csv")
        df["log_price"] = np.log(df["price"])
        X = df.drop(columns=["price"])  # <-
        y = df["price"]
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        m = Ridge().fit(X_train, y_train)
        m.score(X_test, y_test)
        """,
    ),
    "the column that the target is computed from": (
        "target-in-features",
        """
        # %%
        df = pd.read_csv("a.csv")
        df["good"] = (df["quality"] > 6).astype(int)
        X = df.drop("good", axis=1)  # <-
        y = df["good"]
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        m = LogisticRegression().fit(X_train, y_train)
        m.score(X_test, y_test)
        """,
    ),
    "the whole frame as features": (
        "target-in-features",
        """
        # %%
        df = pd.read_csv("a.csv")
        train, test = train_test_split(df, random_state=0)
        m = LogisticRegression().fit(train, train["y"])  # <-
        print(m.score(test, test["y"]))
        """,
    ),
    "a mean of the target for each city": (
        "target-mean-over-all-rows",
        """
        # %%
        df = pd.read_csv("a.csv")
        means = df.groupby("city")["price"].mean()  # <-
        df["city_price"] = df["city"].map(means)
        X, y = df[["area", "city_price"]], df["price"]
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        m = Ridge().fit(X_train, y_train)
        m.score(X_test, y_test)
        """,
    ),
    "a mean by transform": (
        "target-mean-over-all-rows",
        """
        # %%
        df = pd.read_csv("a.csv")
        df["enc"] = df.groupby("city")["price"].transform("mean")  # <-
        train, test = train_test_split(df, random_state=0)
        m = Ridge().fit(train[["enc", "area"]], train["price"])
        m.score(test[["enc", "area"]], test["price"])
        """,
    ),
    "a target encoder": (
        "target-mean-over-all-rows",
        """
        # %%
        import category_encoders as ce
        df = pd.read_csv("a.csv")
        X, y = df.drop(columns="y"), df["y"]
        X["city"] = ce.TargetEncoder().fit_transform(X["city"], y)  # <-
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        m = LogisticRegression().fit(X_train, y_train)
        m.score(X_test, y_test)
        """,
    ),
    "a mean by merge": (
        "target-mean-over-all-rows",
        """
        # %%
        df = pd.read_csv("a.csv")
        stats = df.groupby("city", as_index=False).agg(city_mean=("price", "mean"))  # <-
        df = df.merge(stats, on="city", how="left")
        X = df.drop(columns=["price", "city"])
        y = df["price"]
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        m = Ridge().fit(X_train, y_train)
        m.score(X_test, y_test)
        """,
    ),
    "patients, cross-validated": (
        "group-in-train-and-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        print(df["patient_id"].nunique(), len(df))
        X, y = df[["a", "b"]], df["y"]
        cv = KFold(5, shuffle=True, random_state=0)
        print(cross_val_score(LogisticRegression(), X, y, cv=cv).mean())  # <-
        """,
    ),
    "features of each user": (
        "group-in-train-and-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        df["visits"] = df.groupby("user_id").cumcount()
        train, test = train_test_split(df, random_state=0)  # <-
        m = LogisticRegression().fit(train[["visits"]], train["y"])
        m.score(test[["visits"]], test["y"])
        """,
    ),
    "a window over days": (
        "shuffled-time-series",
        """
        # %%
        df = pd.read_csv("a.csv", parse_dates=["date"])
        df["mean7"] = df["sales"].shift(1).rolling(7).mean()
        df = df.dropna()
        X_train, X_test, y_train, y_test = train_test_split(df[["mean7"]], df["sales"], test_size=0.2, random_state=0)  # <-
        m = Ridge().fit(X_train, y_train)
        m.score(X_test, y_test)
        """,
    ),
    "shuffled folds over days": (
        "shuffled-time-series",
        """
        # %%
        df = pd.read_csv("a.csv", parse_dates=["date"]).set_index("date")
        df["lag"] = df["sales"].shift(1)
        df = df.dropna()
        cv = KFold(5, shuffle=True, random_state=0)
        cross_val_score(Ridge(), df[["lag"]], df["sales"], cv=cv)  # <-
        """,
    ),
    "a centred window": (
        "future-in-features",
        """
        # %%
        df = pd.read_csv("a.csv", parse_dates=["date"]).sort_values("date")
        df["smooth"] = df["sales"].rolling(7, center=True).mean()  # <-
        n = int(len(df) * 0.8)
        train, test = df.iloc[:n], df.iloc[n:]
        m = Ridge().fit(train[["smooth"]], train["sales"])
        m.score(test[["smooth"]], test["sales"])
        """,
    ),
    "tomorrow's value as a feature": (
        "future-in-features",
        """
        # %%
        df = pd.read_csv("a.csv", parse_dates=["date"]).sort_values("date")
        df["next_temp"] = df["temp"].shift(-1)  # <-
        df = df.dropna()
        train, test = df[df["date"] < "2020-01-01"], df[df["date"] >= "2020-01-01"]
        cols = ["next_temp", "temp"]
        m = Ridge().fit(train[cols], train["sales"])
        print(mean_squared_error(test["sales"], m.predict(test[cols])))
        """,
    ),
    "capped at quantiles": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        lo, hi = np.percentile(df["x"], [1, 99])  # <-
        df["x"] = df["x"].clip(lo, hi)
        Xa, Xb, ya, yb = train_test_split(df[["x"]], df["y"], random_state=0)
        m = Ridge().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    ),
    "standardised by apply": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        feats = ["a", "b"]
        df[feats] = df[feats].apply(lambda c: (c - c.mean()) / c.std())  # <-
        Xa, Xb, ya, yb = train_test_split(df[feats], df["y"], random_state=0)
        m = Ridge().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    ),
    "standardised column by column": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        for c in ["a", "b"]:
            m = df[c].mean()  # <-
            s = df[c].std()
            df[c] = (df[c] - m) / s
        train = df.iloc[:800]; test = df.iloc[800:]
        m = Ridge().fit(train[["a", "b"]], train["y"]); print(m.score(test[["a", "b"]], test["y"]))
        """,
    ),
    "imputed in a loop over the columns": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        for c in df.columns:
            if df[c].dtype != object:
                df[c] = df[c].fillna(df[c].median())  # <-
        X = df.drop(columns=["y"]); y = df["y"]
        Xa, Xb, ya, yb = train_test_split(X, y, random_state=0)
        m = Ridge().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    ),
    "the numeric columns": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        num = df.select_dtypes("number").columns
        df[num] = StandardScaler().fit_transform(df[num])  # <-
        X = df.drop(columns=["y"]); y = df["y"]
        Xa, Xb, ya, yb = train_test_split(X, y, random_state=0)
        m = Ridge().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    ),
    "folds by a generator": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        X = df.drop(columns="y").values
        y = df["y"].values
        X = SimpleImputer().fit_transform(X)  # <-
        def folds(n, k):
            idx = np.arange(n)
            np.random.shuffle(idx)
            for part in np.array_split(idx, k):
                mask = np.ones(n, dtype=bool)
                mask[part] = False
                yield mask, ~mask
        accs = []
        for tr, te in folds(len(X), 5):
            m = LogisticRegression().fit(X[tr], y[tr])
            accs.append((m.predict(X[te]) == y[te]).mean())
        print(np.mean(accs))
        """,
    ),
    "folds by slices": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        X = StandardScaler().fit_transform(df.drop(columns="y"))  # <-
        y = df["y"].to_numpy()
        k = 5
        size = len(X) // k
        scores = []
        for i in range(k):
            te = slice(i * size, (i + 1) * size)
            Xte, yte = X[i * size:(i + 1) * size], y[i * size:(i + 1) * size]
            Xtr = np.concatenate([X[:i * size], X[(i + 1) * size:]])
            ytr = np.concatenate([y[:i * size], y[(i + 1) * size:]])
            scores.append(LogisticRegression().fit(Xtr, ytr).score(Xte, yte))
        print(np.mean(scores))
        """,
    ),
    "folds by masks": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        X = StandardScaler().fit_transform(df.drop(columns="y"))  # <-
        y = df["y"].to_numpy()
        fold = np.random.randint(0, 5, len(X))
        scores = []
        for i in range(5):
            m = LogisticRegression().fit(X[fold != i], y[fold != i])
            scores.append(accuracy_score(y[fold == i], m.predict(X[fold == i])))
        print(np.mean(scores))
        """,
    ),
    "the parts in a dict": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        X = PCA(3).fit_transform(df.drop(columns="y"))  # <-
        d = {}
        d["Xtr"], d["Xte"], d["ytr"], d["yte"] = train_test_split(X, df["y"], random_state=0)
        models = [LogisticRegression(C=c) for c in (1, 10)]
        for m in models:
            m.fit(d["Xtr"], d["ytr"])
            print(m.score(d["Xte"], d["yte"]))
        """,
    ),
    "the rare rows several times": (
        "rows-in-train-and-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        minority = df[df["y"] == 1]
        df = pd.concat([df] + [minority] * 5)  # <-
        Xa, Xb, ya, yb = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        m = LogisticRegression().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    ),
    "drawn with replacement": (
        "rows-in-train-and-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        pos = df[df.y == 1].sample(n=1000, replace=True, random_state=1)  # <-
        neg = df[df.y == 0]
        bal = pd.concat([pos, neg]).sample(frac=1, random_state=0)
        Xa, Xb, ya, yb = train_test_split(bal.drop(columns="y"), bal["y"], random_state=0)
        m = LogisticRegression().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    ),
    "rows repeated": (
        "rows-in-train-and-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        df = df.loc[df.index.repeat(df["n"])]  # <-
        Xa, Xb, ya, yb = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        m = LogisticRegression().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    ),
    "the best of a list of pairs": (
        "choice-by-test-score",
        """
        # %%
        df = pd.read_csv("a.csv")
        Xa, Xb, ya, yb = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        res = []
        for C in [1, 2, 3]:
            m = LogisticRegression(C=C).fit(Xa, ya)
            res.append((m.score(Xb, yb), C))
        best_acc, best_C = max(res)  # <-
        print(best_acc)
        """,
    ),
    "the first of a sorted list": (
        "choice-by-test-score",
        """
        # %%
        df = pd.read_csv("a.csv")
        Xa, Xb, ya, yb = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        res = {}
        for C in [1, 2, 3]:
            res[C] = LogisticRegression(C=C).fit(Xa, ya).score(Xb, yb)
        ranked = sorted(res.items(), key=lambda kv: kv[1], reverse=True)
        best = ranked[0]  # <-
        print(best)
        """,
    ),
    "the best of a series": (
        "choice-by-test-score",
        """
        # %%
        df = pd.read_csv("a.csv")
        Xa, Xb, ya, yb = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        res = {C: LogisticRegression(C=C).fit(Xa, ya).score(Xb, yb) for C in [1, 2, 3]}
        best = pd.Series(res).idxmax()  # <-
        print(best)
        """,
    ),
    "the best seed": (
        "choice-by-test-score",
        """
        # %%
        df = pd.read_csv("a.csv")
        best = 0
        for seed in range(50):
            Xa, Xb, ya, yb = train_test_split(df.drop(columns="y"), df["y"], random_state=seed)
            acc = LogisticRegression().fit(Xa, ya).score(Xb, yb)
            if acc > best:  # <-
                best = acc
                keep = seed
        print(best, keep)
        """,
    ),
    "the better of two, again and again": (
        "choice-by-test-score",
        """
        # %%
        df = pd.read_csv("a.csv")
        Xa, Xb, ya, yb = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        best = 0
        for d in range(1, 20):
            acc = RandomForestClassifier(max_depth=d).fit(Xa, ya).score(Xb, yb)
            best = max(best, acc)  # <-
        print(best)
        """,
    ),
    "the best trial": (
        "choice-by-test-score",
        """
        # %%
        import optuna
        df = pd.read_csv("a.csv")
        Xa, Xb, ya, yb = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        def objective(trial):
            m = LogisticRegression(C=trial.suggest_float("C", 0.1, 10)).fit(Xa, ya)
            return m.score(Xb, yb)
        study = optuna.create_study(direction="maximize")
        study.optimize(objective, n_trials=50)  # <-
        print(study.best_value)
        """,
    ),
    "early stopping of xgboost's train": (
        "choice-by-test-score",
        """
        # %%
        import xgboost as xgb
        df = pd.read_csv("a.csv")
        Xa, Xb, ya, yb = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        dtr = xgb.DMatrix(Xa, label=ya); dte = xgb.DMatrix(Xb, label=yb)
        bst = xgb.train({"eta": 0.1}, dtr, num_boost_round=1000, evals=[(dtr, "train"), (dte, "test")], early_stopping_rounds=10)  # <-
        print(roc_auc_score(yb, bst.predict(dte)))
        """,
    ),
    "the best iteration of catboost": (
        "choice-by-test-score",
        """
        # %%
        from catboost import CatBoostClassifier, Pool
        df = pd.read_csv("a.csv")
        Xa, Xb, ya, yb = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        m = CatBoostClassifier(iterations=1000, od_wait=20, verbose=0)
        m.fit(Pool(Xa, ya), eval_set=Pool(Xb, yb), use_best_model=True)  # <-
        print(accuracy_score(yb, m.predict(Xb)))
        """,
    ),
    "the target by its number": (
        "target-in-features",
        """
        # %%
        df = pd.read_csv("a.csv")
        X = df.iloc[:, 0:9].values  # <-
        y = df.iloc[:, 8].values
        Xa, Xb, ya, yb = train_test_split(X, y, random_state=0)
        m = LogisticRegression().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    ),
    "the target in an array": (
        "target-in-features",
        """
        # %%
        df = pd.read_csv("a.csv")
        y = df["y"].values
        X = df.values  # <-
        Xa, Xb, ya, yb = train_test_split(X, y, random_state=0)
        m = LogisticRegression().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    ),
    "the column that the target is mapped from": (
        "target-in-features",
        """
        # %%
        df = pd.read_csv("a.csv")
        df["target"] = df["diagnosis"].map({"M": 1, "B": 0})
        X = pd.get_dummies(df.drop(columns=["target", "id"]))  # <-
        y = df["target"]
        Xa, Xb, ya, yb = train_test_split(X, y, random_state=0)
        m = LogisticRegression().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    ),
    "means of the target in a dict": (
        "target-mean-over-all-rows",
        """
        # %%
        df = pd.read_csv("a.csv")
        enc = {}
        for c in ["city", "job"]:
            enc[c] = df.groupby(c)["y"].mean().to_dict()  # <-
            df[c + "_enc"] = df[c].map(enc[c])
        feats = ["city_enc", "job_enc"]
        Xa, Xb, ya, yb = train_test_split(df[feats], df["y"], random_state=0)
        m = LogisticRegression().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    ),
    "means of the target by a helper": (
        "target-mean-over-all-rows",
        """
        # %%
        def encode(frame, col, target):
            means = frame.groupby(col)[target].mean()  # <-
            return frame[col].map(means)
        df = pd.read_csv("a.csv")
        df["enc"] = encode(df, "city", "price")
        train, test = train_test_split(df, random_state=0)
        m = Ridge().fit(train[["enc"]], train["price"]); print(m.score(test[["enc"]], test["price"]))
        """,
    ),
    "means of the target by a pivot table": (
        "target-mean-over-all-rows",
        """
        # %%
        df = pd.read_csv("a.csv")
        piv = df.pivot_table(index="city", values="price", aggfunc="mean")  # <-
        df["enc"] = df["city"].map(piv["price"])
        train, test = train_test_split(df, random_state=0)
        m = Ridge().fit(train[["enc"]], train["price"]); print(m.score(test[["enc"]], test["price"]))
        """,
    ),
    "windows of a scaled series": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv", parse_dates=["date"], index_col="date")
        sc = MinMaxScaler()
        data = sc.fit_transform(df[["close"]])  # <-
        X, y = [], []
        for i in range(60, len(data)):
            X.append(data[i - 60:i, 0])
            y.append(data[i, 0])
        X, y = np.array(X), np.array(y)
        n = int(len(X) * 0.8)
        Xa, Xb, ya, yb = X[:n], X[n:], y[:n], y[n:]
        m = Ridge().fit(Xa, ya)
        print(mean_squared_error(yb, m.predict(Xb)))
        """,
    ),
    "the test texts vectorised anew": (
        "fit-on-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        Xa, Xb, ya, yb = train_test_split(df["text"], df["y"], random_state=0)
        vec = TfidfVectorizer()
        A = vec.fit_transform(Xa)
        m = LogisticRegression().fit(A, ya)
        vec2 = TfidfVectorizer(vocabulary=vec.vocabulary_)
        B = vec2.fit_transform(Xb)  # <-
        print(m.score(B, yb))
        """,
    ),
    "the test part imputed with its own mean": (
        "fit-on-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        train, test = train_test_split(df, random_state=0)
        train = train.fillna(train.mean())
        test = test.fillna(test.mean())  # <-
        m = LogisticRegression().fit(train[["a"]], train["y"]); print(m.score(test[["a"]], test["y"]))
        """,
    ),
    "each part scaled by itself": (
        "fit-on-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        train, test = train_test_split(df, random_state=0)
        out = []
        for part in (train, test):
            out.append(StandardScaler().fit_transform(part[["a", "b"]]))  # <-
        m = LogisticRegression().fit(out[0], train["y"]); print(m.score(out[1], test["y"]))
        """,
    ),
    "windows of each machine": (
        "group-in-train-and-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        df["mean_temp"] = df.groupby("machine")["temp"].transform(lambda s: s.rolling(5).mean())
        Xa, Xb, ya, yb = train_test_split(df[["mean_temp"]], df["y"], random_state=0)  # <-
        m = LogisticRegression().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    ),
    "several rows for a subject": (
        "group-in-train-and-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        print(df["subject"].value_counts().head())
        Xa, Xb, ya, yb = train_test_split(df[["a"]], df["y"], random_state=0)  # <-
        m = LogisticRegression().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    ),
    "a lag of a day": (
        "shuffled-time-series",
        """
        # %%
        df = pd.read_csv("a.csv", index_col=0, parse_dates=True)
        df["lag1"] = df["load"].shift(24)
        df["hour"] = df.index.hour
        df = df.dropna()
        Xa, Xb, ya, yb = train_test_split(df[["lag1", "hour"]], df["load"], test_size=0.2, random_state=0)  # <-
        m = Ridge().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    ),
    "rows of a series by a permutation": (
        "shuffled-time-series",
        """
        # %%
        df = pd.read_csv("a.csv")
        df["date"] = pd.to_datetime(df["date"])
        df = df.sort_values("date")
        for k in range(1, 4):
            df[f"lag{k}"] = df["sales"].shift(k)
        df = df.dropna()
        perm = np.random.permutation(len(df))
        n = int(0.8 * len(df))
        tr, te = df.iloc[perm[:n]], df.iloc[perm[n:]]  # <-
        feats = ["lag1", "lag2"]
        m = Ridge().fit(tr[feats], tr["sales"]); print(m.score(te[feats], te["sales"]))
        """,
    ),
    "gaps filled from below": (
        "future-in-features",
        """
        # %%
        df = pd.read_csv("a.csv", parse_dates=["date"]).sort_values("date")
        df["temp"] = df["temp"].bfill()  # <-
        n = int(len(df) * 0.8)
        tr, te = df[:n], df[n:]
        m = Ridge().fit(tr[["temp"]], tr["sales"]); print(m.score(te[["temp"]], te["sales"]))
        """,
    ),
    "a loop over scalers": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        X, y = df.drop(columns="y"), df["y"]
        for s in [StandardScaler(), MinMaxScaler()]:
            Z = s.fit_transform(X)  # <-
            Xa, Xb, ya, yb = train_test_split(Z, y, random_state=0)
            for m in [LogisticRegression(), RandomForestClassifier(random_state=0)]:
                print(m.fit(Xa, ya).score(Xb, yb))
        """,
    ),
    "a transformer of one's own, on all rows": (
        "fit-before-split",
        """
        # %%
        from sklearn.base import BaseEstimator, TransformerMixin
        class Z(BaseEstimator, TransformerMixin):
            def fit(self, X, y=None):
                self.mu_ = X.mean()  # <-
                return self
            def transform(self, X):
                return X - self.mu_
        df = pd.read_csv("a.csv")
        X = Z().fit_transform(df.drop(columns="y"))
        Xa, Xb, ya, yb = train_test_split(X, df["y"], random_state=0)
        m = LogisticRegression().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    ),
    "a helper that fills in place": (
        "fit-before-split",
        """
        # %%
        def clean(frame):
            frame["age"].fillna(frame["age"].mean(), inplace=True)  # <-
            return frame
        df = clean(pd.read_csv("a.csv"))
        Xa, Xb, ya, yb = train_test_split(df[["age"]], df["y"], random_state=0)
        m = LogisticRegression().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    ),
    "a helper that fills each part with its own mean": (
        "fit-on-test",
        """
        # %%
        def clean(frame):
            frame = frame.copy()
            frame["age"] = frame["age"].fillna(frame["age"].mean())  # <-
            return frame
        df = pd.read_csv("a.csv")
        train, test = train_test_split(df, random_state=0)
        train, test = clean(train), clean(test)
        m = LogisticRegression().fit(train[["age"]], train["y"]); print(m.score(test[["age"]], test["y"]))
        """,
    ),
    "columns chosen by a forest on all rows": (
        "fit-before-split",
        """
        # %%
        df = pd.read_csv("a.csv")
        X, y = df.drop(columns="y"), df["y"]
        rf = RandomForestClassifier(random_state=0).fit(X, y)  # <-
        top = pd.Series(rf.feature_importances_, X.columns).nlargest(5).index
        Xa, Xb, ya, yb = train_test_split(X[top], y, random_state=0)
        m = LogisticRegression().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    ),
    "each file's statistics, then one table": (
        "fit-before-split",
        """
        # %%
        frames = []
        for name in names:
            frames.append(pd.read_csv(name))
        df = pd.concat(frames)
        df["a"] = df["a"].fillna(df["a"].mean())  # <-
        Xa, Xb, ya, yb = train_test_split(df[["a"]], df["y"], random_state=0)
        m = Ridge().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    ),
    "a statistic of what a comprehension made row by row": (
        "fit-before-split",
        """
        # %%
        texts = pd.read_csv("a.csv")["text"]
        lengths = np.array([len(text) + text.count(" ") for text in texts])
        X = (texts.map(len) - np.mean(texts.map(len))).to_frame()  # <-
        Xa, Xb, ya, yb = train_test_split(X, y, random_state=0)
        m = Ridge().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    ),
    "the target's mean, group by group in a loop": (
        "target-mean-over-all-rows",
        """
        # %%
        df = pd.read_csv("a.csv")
        for street, homes in df.groupby("street"):
            df.loc[homes.index, "code"] = homes["price"].mean()  # <-
        Xa, Xb, ya, yb = train_test_split(df[["code"]], df["price"], random_state=0)
        m = Ridge().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    ),
    "a field of a data class": (
        "fit-before-split",
        """
        # %%
        from dataclasses import dataclass, field
        @dataclass
        class Store:
            path: str
            imputer: SimpleImputer = field(default_factory=lambda: SimpleImputer())
            def load(self):
                raw = pd.read_csv(self.path)
                self.y = raw.pop("y")
                self.X = self.imputer.fit_transform(raw)  # <-
                return self
        store = Store("a.csv").load()
        Xa, Xb, ya, yb = train_test_split(store.X, store.y, random_state=0)
        m = Ridge().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    ),
    "the number of trees by the curve of the test": (
        "choice-by-test-score",
        """
        # %%
        df = pd.read_csv("a.csv")
        Xa, Xb, ya, yb = train_test_split(df[["a"]], df["y"], random_state=0)
        from sklearn.ensemble import GradientBoostingRegressor
        big = GradientBoostingRegressor(random_state=0).fit(Xa, ya)
        curve = [mean_squared_error(yb, p) for p in big.staged_predict(Xb)]
        n = np.argmin(curve) + 1  # <-
        """,
    ),
    "the least error over settings, by a key": (
        "choice-by-test-score",
        """
        # %%
        df = pd.read_csv("a.csv")
        parts = train_test_split(df[["a"]], df["y"], random_state=0)
        def error(alpha, parts):
            Xa, Xb, ya, yb = parts
            return (Ridge(alpha=alpha).fit(Xa, ya).predict(Xb) - yb).abs().mean()
        best = min([1, 10], key=lambda alpha: error(alpha, parts))  # <-
        """,
    ),
    "the setting whose error stands first in a table that a loop fills": (
        "choice-by-test-score",
        """
        # %%
        df = pd.read_csv("a.csv")
        Xa, Xb, ya, yb = train_test_split(df[["a"]], df["y"], random_state=0)
        table = pd.DataFrame(index=[1, 10], columns=["error"], dtype=float)
        for alpha in [1, 10]:
            table.loc[alpha, "error"] = mean_squared_error(yb, Ridge(alpha=alpha).fit(Xa, ya).predict(Xb))
        table = table.sort_values("error")
        best = table.index[0]  # <-
        """,
    ),
    "the best epoch of a net that is moved to a device": (
        "choice-by-test-score",
        """
        # %%
        import torch
        from torch import nn
        from torch.utils.data import DataLoader, TensorDataset
        df = pd.read_csv("a.csv")
        Xa, Xb, ya, yb = train_test_split(df[["a"]].values, df["y"].values, random_state=0)
        past, later = DataLoader(TensorDataset(Xa, ya)), DataLoader(TensorDataset(Xb, yb))
        net, cost = nn.Sequential(nn.Linear(1, 2)), nn.CrossEntropyLoss()
        best = 0
        for epoch in range(9):
            for x, y in past:
                cost(net(x.to(dev)), y.to(dev)).backward()
            right = sum((net(x.to(dev)).argmax(1) == y.to(dev)).sum() for x, y in later)
            if right > best:  # <-
                best = right
        """,
    ),
    "copies that a helper collects in a list": (
        "rows-in-train-and-test",
        """
        # %%
        def more(X, y):
            xs, ys = [X], [y]
            xs.append(X + 0.01)
            ys.append(y)
            return np.concatenate(xs), np.concatenate(ys)  # <-
        df = pd.read_csv("a.csv")
        X, y = more(df[["a"]].values, df["y"].values)
        Xa, Xb, ya, yb = train_test_split(X, y, random_state=0)
        print(LogisticRegression().fit(Xa, ya).score(Xb, yb))
        """,
    ),
    "scaled by hand, the test rows left as they are, and what the target is computed from": (
        "untransformed-test",
        """
        # %%
        import statsmodels.api as sm
        df = pd.read_csv("a.csv")
        train, test = train_test_split(df, random_state=0)
        xs = ["a", "b"]
        Xa = (train[xs] - train[xs].mean()) / train[xs].std()
        fit = sm.Logit(train["y"], sm.add_constant(Xa)).fit_regularized(alpha=0.5)
        p = fit.predict(sm.add_constant(test[xs]))  # <-
        print(f1_score(test["y"], p > 0.5))
        """,
    ),
    "what the target is computed from, behind a constant column": (
        "target-in-features",
        """
        # %%
        import statsmodels.api as sm
        df = pd.read_csv("a.csv")
        df["any"] = (df["n"] > 0).astype(int)
        train, test = train_test_split(df, random_state=0)
        xs = ["a", "n"]
        fit = sm.Logit(train["any"], sm.add_constant(train[xs])).fit()  # <-
        print(f1_score(test["any"], fit.predict(sm.add_constant(test[xs])) > 0.5))
        """,
    ),
    "a centred window over stamps": (
        "future-in-features",
        """
        # %%
        df = pd.read_csv("a.csv", parse_dates=["stamp"], index_col="stamp")
        df["smooth"] = df["kw"].rolling(5, center=True).mean()  # <-
        n = int(len(df) * 0.8)
        print(Ridge().fit(df[["smooth"]][:n], df["kw"][:n]).score(df[["smooth"]][n:], df["kw"][n:]))
        """,
    ),
    "copies that the author counts in a comment": (
        "duplicates-in-train-and-test",
        """
        # %%
        df = pd.read_csv("a.csv")
        print(len(df), df["text"].duplicated().sum())  # 1 071 of the 9 000 are there twice
        Xa, Xb, ya, yb = train_test_split(df[["a"]], df["y"], random_state=0)  # <-
        print(LogisticRegression().fit(Xa, ya).score(Xb, yb))
        """,
    ),
    "columns of numbers, the target among them": (
        "target-in-features",
        """
        # %%
        df = pd.read_csv("a.csv")
        X, y = df.select_dtypes("number"), df["price"]  # <-
        Xa, Xb, ya, yb = train_test_split(X, y, random_state=0)
        m = Ridge().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    ),
    "a column computed from the target before it was renamed": (
        "target-in-features",
        """
        # %%
        df = pd.read_csv("a.csv")
        df["late"] = (df["delay"] > 15).astype(int)
        table = df.rename(columns={"delay": "minutes"})
        names = [c for c in table.columns if c not in {"delay", "minutes"}]
        Xa, Xb, ya, yb = train_test_split(table[names], table["minutes"], random_state=0)  # <-
        m = Ridge().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    ),
    "the test part under the name of a validation part": (
        "choice-by-test-score",
        """
        # %%
        from tensorflow import keras
        X, y = np.load("x.npy"), np.load("y.npy")
        x_tr, x_te, y_tr, y_te = train_test_split(X, y, random_state=0)
        x_val, y_val = x_te, y_te
        # %%
        net = keras.Sequential([keras.layers.Dense(1)])
        stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
        net.fit(x_tr, y_tr, validation_data=(x_val, y_val), epochs=100, callbacks=[stop])  # <-
        print(mean_squared_error(y_te, net.predict(x_te)))
        """,
    ),
    "a column computed from the target, told where it is made": (
        "target-in-features",
        """
        # %%
        homes = pd.read_csv("homes.csv")
        homes["per_metre"] = homes["price"] / homes["area"]  # <-
        cols = ["rooms", "per_metre"]
        tr, te = train_test_split(homes, random_state=0)
        # %%
        mu = tr[cols].mean()
        m = Ridge().fit(tr[cols] - mu, tr["price"])
        print(m.score(te[cols] - mu, te["price"]))
        """,
    ),
    "groups handed to folds that take no account of them": (
        "group-in-train-and-test",
        """
        # %%
        from sklearn.model_selection import StratifiedKFold
        calls = pd.read_csv("calls.csv")
        X, y = calls[["pitch"]], calls["stressed"]
        folds = StratifiedKFold(5, shuffle=True, random_state=0)
        print(cross_val_score(LogisticRegression(), X, y, groups=calls["speaker"], cv=folds).mean())  # <-
        """,
    ),
}


@pytest.mark.parametrize("name", LEAKS)
def test_leak(name: str, leaks: Callable[[str], tuple[list[tuple[str, int, int]], list[tuple[int, int]]]]) -> None:
    rule, text = LEAKS[name]
    found, marked = leaks(text)
    assert found == [(rule, cell, line) for cell, line in marked]
