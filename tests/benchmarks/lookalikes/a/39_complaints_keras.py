#! leaky
# %% [markdown]
# # Consumer complaints: which product is meant?
# CFPB narratives, 5 classes, small dense net on tf-idf
# %%
import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import LabelEncoder
from sklearn.model_selection import train_test_split
from sklearn.metrics import classification_report
import tensorflow as tf
from tensorflow.keras import Sequential
from tensorflow.keras.layers import Input, Dense, Dropout
from tensorflow.keras.callbacks import ModelCheckpoint
tf.keras.utils.set_random_seed(0)
# %%
cc = pd.read_csv("complaints_processed.csv", index_col=0).dropna()
cc["product"].value_counts()
# %%
cc["narrative"] = cc["narrative"].str.lower().str.replace(r"x{2,}", " ", regex=True)
print(cc.duplicated(["narrative", "product"]).sum(), "of", len(cc), "are repeats")
# 37735 of 162411 are repeats  (template letters)
# %%
vec = TfidfVectorizer(max_features=5000, stop_words="english", min_df=5)
M = vec.fit_transform(cc["narrative"]).toarray().astype("float32")  #! leak-preprocess: vocabulary and idf weights of all texts
lab = LabelEncoder()
t = lab.fit_transform(cc["product"])
# %%
M_train, M_test, t_train, t_test = train_test_split(M, t, test_size=0.2,  #? leak-preprocess
                                                    random_state=0, stratify=t)  #! leak-duplicates: 37735 repeated letters fall in both parts
# %%
net = Sequential([Input((M.shape[1],)), Dense(128, activation="relu"), Dropout(0.4), Dense(len(lab.classes_), activation="softmax")])
net.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
save_best = ModelCheckpoint("best.keras", monitor="val_accuracy", save_best_only=True)
hist = net.fit(M_train, t_train, epochs=20, batch_size=256,
               validation_data=(M_test, t_test),  #! leak-multitest: best epoch is kept by the accuracy of the test part
               callbacks=[save_best])  #? leak-multitest
# %%
pd.DataFrame(hist.history)[["accuracy", "val_accuracy"]].plot()
# %%
best = tf.keras.models.load_model("best.keras")
print(classification_report(t_test, best.predict(M_test).argmax(1), target_names=lab.classes_))
